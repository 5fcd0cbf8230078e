(() => {
  const pages = [...document.querySelectorAll(".page")], place = document.querySelector(".place");
  let now = -1;
  const turn = () => {
    now = (now + 1) % pages.length;
    pages.forEach((page, number) => page.classList.toggle("now", number === now));
    place.textContent = "● ".repeat(now + 1) + "○ ".repeat(pages.length - now - 1);
  };
  document.documentElement.classList.add("js");
  turn();
  setInterval(turn, 12000);
})();
