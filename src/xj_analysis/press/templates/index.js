(function () {
  "use strict";
  var form = document.getElementById("filters");
  if (!form) return;
  var all = function (selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); };
  var rows = all("tbody tr"), told = document.getElementById("found");
  var fill = function (select) {
    var seen = {};
    rows.forEach(function (row) {
      var value = row.getAttribute("data-" + select.name);
      if (value && !seen[value]) select.add(new Option(value, value));
      seen[value] = true;
    });
  };
  var apply = function () {
    var shown = 0;
    rows.forEach(function (row) {
      row.hidden = all("select", form).some(function (select) {
        return select.value && row.getAttribute("data-" + select.name) !== select.value;
      });
      shown += row.hidden ? 0 : 1;
    });
    all("main section").forEach(function (section) { section.hidden = !all("tbody tr:not([hidden])", section).length; });
    told.textContent = "共" + shown + "份";
  };
  all("select", form).forEach(function (select) { fill(select); select.onchange = apply; });
  apply();
  form.hidden = false;
})();
