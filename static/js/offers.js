/* Offers while somebody types in a search box: a combobox with a list (ARIA Authoring Practices 1.2). Without it the box is a plain form. */
(function () {
  "use strict";
  var WAIT = 180;

  function combobox(input, number) {
    var box = document.createElement("div");
    var timer = 0, asked = 0, open = false, at = -1, sent = "";
    box.className = "offers";
    box.hidden = true;
    input.parentNode.classList.add("offering");
    input.parentNode.appendChild(box);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");

    function options() { return box.querySelectorAll("[role=option]"); }

    function show(wanted) {
      open = wanted && options().length > 0;
      box.hidden = !open;
      input.setAttribute("aria-expanded", String(open));
      choose(-1);
    }

    function choose(next) {
      var all = options();
      if (at >= 0 && all[at]) { all[at].setAttribute("aria-selected", "false"); }
      at = next;
      if (at >= 0 && all[at]) {
        all[at].setAttribute("aria-selected", "true");
        all[at].scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", all[at].id);
      } else { input.removeAttribute("aria-activedescendant"); }
    }

    function fill(html) {
      var fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[role=listbox]");
      if (!fresh) { box.replaceChildren(); return; }
      /* Two boxes on one page: every identifier is the box's own. */
      fresh.id = "offers-" + number;
      fresh.querySelectorAll("[role=option]").forEach(function (one) { one.id = fresh.id + "-" + one.id; });
      box.replaceChildren(document.adoptNode(fresh));
      input.setAttribute("aria-controls", fresh.id);
    }

    function ask() {
      var words = input.value.trim(), mine = asked += 1;
      sent = words;
      if (words.length < 2) { show(false); return; }
      fetch(input.dataset.offers + "?" + new URLSearchParams({ q: words, part: "offers" }), { credentials: "omit" })
        .then(function (answer) { return answer.ok ? answer.text() : ""; })
        .then(function (html) {
          /* The last answer wins; what comes after the reader has left says nothing. */
          if (mine !== asked || document.activeElement !== input) { return; }
          fill(html);
          show(true);
        })
        .catch(function () { show(false); });
    }

    input.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(function () { if (input.value.trim() !== sent || !open) { ask(); } }, WAIT);
    });
    input.addEventListener("keydown", function (event) {
      var all = options();
      if (event.isComposing) { return; }
      if (event.key === "ArrowDown" && !open && all.length) { show(true); event.preventDefault(); return; }
      if (!open) { return; }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        var step = event.key === "ArrowDown" ? 1 : -1;
        choose(at + step >= all.length ? -1 : at + step < -1 ? all.length - 1 : at + step);
        event.preventDefault();
      } else if (event.key === "Enter" && at >= 0) {
        all[at].querySelector("a").click();
        event.preventDefault();
      } else if (event.key === "Enter" || event.key === "Tab") {
        show(false);
      } else if (event.key === "Escape") {
        show(false);
        event.preventDefault();
      }
    });
    input.addEventListener("blur", function () { clearTimeout(timer); show(false); });
    /* A press on an offer must not take the focus away before it is a click. */
    box.addEventListener("mousedown", function (event) { event.preventDefault(); });
    input.form.addEventListener("submit", function () { clearTimeout(timer); asked += 1; show(false); });
  }

  document.querySelectorAll("input[data-offers]").forEach(combobox);

  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (event.target.closest("input, textarea, select, [contenteditable]")) { return; }
    var box = document.getElementById("q") || document.querySelector("input[data-offers]");
    if (box) { box.focus(); box.select(); event.preventDefault(); }
  });
})();
