(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("origins").textContent);
  var each = function (selector, act, root) { Array.prototype.forEach.call((root || document).querySelectorAll(selector), act); };
  var add = function (parent, tag, text, attributes) {
    var made = document.createElement(tag);
    if (text) made.textContent = text;
    Object.keys(attributes || {}).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    parent.appendChild(made);
    return made;
  };

  // the origin card at a number
  var card = add(document.body, "div", "", { id: "card", role: "dialog", "aria-label": "数字出处", tabindex: "-1" });
  var at = null, pinned = false, timer = 0;
  card.hidden = true;

  var cite = function (row) {
    var source = document.querySelector("#s" + row[0] + " .cite");
    return (source ? source.textContent + "，" : "") + row[1] + (row[2] ? "：" + row[2] : "");
  };

  var copy = function (text, button) {
    var tell = function () { button.textContent = "已复制"; };
    var by_hand = function () {  // a page of http:// has no clipboard
      var area = add(card, "textarea", text);
      area.select();
      if (document.execCommand("copy")) tell();
      card.removeChild(area);
      button.focus();
    };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(tell, by_hand); else by_hand();
  };

  var place = function () {
    var box = at.getClientRects()[0] || at.getBoundingClientRect(), page = document.documentElement, gap = 6;
    var left = Math.min(box.left, page.clientWidth - card.offsetWidth - 2 * gap);
    var below = box.bottom + gap + card.offsetHeight <= window.innerHeight || box.top < card.offsetHeight + gap;
    card.style.left = Math.max(gap, left) + window.pageXOffset + "px";
    card.style.top = (below ? box.bottom + gap : box.top - gap - card.offsetHeight) + window.pageYOffset + "px";
  };

  var close = function (back) {
    clearTimeout(timer);
    if (!at) return;
    at.removeAttribute("aria-expanded");
    if (back) at.focus({ preventScroll: true });
    at = null;
    pinned = false;
    card.hidden = true;
  };

  var show = function (link, pin) {
    var entry = data.figures[link.id], number = link.textContent + entry[4];
    if (at !== link) close(false);
    at = link;
    pinned = pin;
    card.textContent = "";
    var head = add(card, "p", "", { "class": "value" });
    add(head, "strong", number);
    add(head, "span", entry[0] ? "　" + entry[0] : "");
    if (entry[1]) add(card, "p", "算式：" + entry[1]);
    var list = add(card, "ul"), rows = entry[2].map(function (index) { return data.rows[index]; });
    rows.forEach(function (row) {
      var item = add(list, "li");
      if (row[0]) add(item, "a", "[" + row[0] + "]", { href: "#s" + row[0] });
      add(item, "span", " " + cite(row));
    });
    var more = entry[3] > rows.length ? "等" + entry[3] + "处" : "";
    if (more) add(list, "li", more);
    var words = [entry[0], entry[1] && "算式：" + entry[1], rows.length && "出处：" + rows.map(cite).join("；") + more];
    var tools = add(card, "p", "", { "class": "tools" });
    var button = add(tools, "button", "复制数字和出处", { type: "button" });
    button.onclick = function () { copy(number + "（" + words.filter(Boolean).join("；") + "）", button); };
    if (document.querySelector(".siblings a[href='figures.html']")) {
      add(tools, "a", "全部出处", { href: "figures.html#" + link.id });
    }
    add(tools, "a", "本数链接", { href: "#" + link.id });
    add(tools, "button", "关闭", { type: "button" }).onclick = function () { close(true); };
    card.hidden = false;
    link.setAttribute("aria-expanded", "true");
    place();
    if (pin) card.focus({ preventScroll: true });
  };

  var soon = function (act, delay) { clearTimeout(timer); timer = setTimeout(act, delay); };
  var mouse = function (event) { return event.pointerType === "mouse" && !pinned; };
  each("a.figure", function (link) {
    if (!data.figures[link.id]) return;
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      clearTimeout(timer);
      if (at === link && pinned) close(true); else show(link, true);
    });
    link.addEventListener("pointerenter", function (event) {
      if (mouse(event)) soon(function () { show(link, false); }, 350);
    });
    link.addEventListener("pointerleave", function (event) { if (mouse(event)) soon(close, 300); });
  });
  card.addEventListener("pointerenter", function () { clearTimeout(timer); });
  card.addEventListener("pointerleave", function (event) { if (mouse(event)) soon(close, 300); });
  card.addEventListener("pointerdown", function () { pinned = true; });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") close(pinned); });
  document.addEventListener("focusin", function (event) {
    if (pinned && !card.contains(event.target) && event.target !== at) close(false);
  });
  window.addEventListener("resize", function () { if (at) place(); });

  // the way back from a source
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#']"), inside = card.contains(event.target);
    var target = link && document.getElementById(link.getAttribute("href").slice(1));
    var from = inside ? at : link && link.closest("[id]");
    if (target && target.matches(".sources > li") && from) {
      each(".sources .return", function (old) { old.parentNode.removeChild(old); });
      add(target, "a", "↩ 回到原处", { "class": "return", href: "#" + from.id });
    }
    if (at && (!inside || target) && event.target.closest("a.figure") !== at) close(false);
  });

  // sorting: ascending, descending, as printed
  var turn = { none: "ascending", ascending: "descending", descending: "none" };
  var compare = function (one, two, column, numeric, sign) {
    var a = one.cells[column], b = two.cells[column];
    a = numeric ? a.getAttribute("data-order") : a.textContent.trim();
    b = numeric ? b.getAttribute("data-order") : b.textContent.trim();
    if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);  // what has no number stands last
    return sign * (numeric ? a - b : a.localeCompare(b, "zh-CN"));
  };
  each("table", function (table) {
    var body = table.tBodies[0], printed = Array.prototype.slice.call(body.rows);
    if (printed.length < 2) return;
    each("th[data-sort]", function (head) {
      var words = Array.prototype.slice.call(head.childNodes);
      head.setAttribute("aria-sort", "none");
      // no <button>: on paper its words would not be drawn again on the next page
      var button = add(head, "span", "", { role: "button", tabindex: "0", "class": "sort" });
      words.forEach(function (word) { button.appendChild(word); });  // with the places where they may break
      button.onkeydown = function (event) {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        button.click();
      };
      button.onclick = function () {
        var order = turn[head.getAttribute("aria-sort")], rows = printed.slice();
        each("th[aria-sort]", function (other) { other.setAttribute("aria-sort", "none"); }, table);
        head.setAttribute("aria-sort", order);
        if (order !== "none") {
          rows.sort(function (one, two) {
            var sign = order === "ascending" ? 1 : -1;
            return compare(one, two, head.cellIndex, head.getAttribute("data-sort") === "number", sign)
              || printed.indexOf(one) - printed.indexOf(two);
          });
        }
        rows.forEach(function (row) { body.appendChild(row); });
        close(false);
      };
    }, table);
  });

  // rows of campaigns lead to their briefings
  var pages = {};
  each(".siblings li a", function (link) { pages[link.textContent] = link.getAttribute("href"); });
  each("tbody th", function (head) {
    var words = head.textContent, name = words.replace(/（[^（）]*）$/, "");  // 招大引强（名称待核）
    if (!head.firstElementChild && Object.prototype.hasOwnProperty.call(pages, name)) {
      head.textContent = "";
      add(head, "a", words, { href: pages[name] });
    }
  });

  // tables wider than the screen say so
  var measure = function () {
    each(".scroll", function (region) { region.parentNode.classList.toggle("wide", region.scrollWidth > region.clientWidth + 1); });
  };
  measure();
  window.addEventListener("resize", measure);

  // a link to one number opens its card
  var linked = document.getElementById(location.hash.slice(1));
  if (linked) {
    for (var up = linked; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    linked.scrollIntoView({ block: "center" });
    if (data.figures[linked.id]) show(linked, false);
  }
})();
