/* Offers while somebody types in a search box: a combobox with a list (ARIA Authoring Practices 1.2). Without it the box is a plain form. */
(function () {
  "use strict";
  var WAIT = 180, LEAST = 2;

  function combobox(input, number) {
    var box = document.createElement("div");
    var timer = 0, asked = 0, open = false, at = -1, answered = "", sent = false;
    box.className = "offers";
    box.hidden = true;
    input.parentNode.classList.add("offering");
    input.parentNode.appendChild(box);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", "offers-" + number);

    fill("");

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
      if (!fresh) {
        fresh = document.createElement("ul");
        fresh.setAttribute("role", "listbox");
        fresh.setAttribute("aria-label", input.getAttribute("aria-label"));
      }
      /* Two boxes on one page: every identifier is the box's own. */
      fresh.id = "offers-" + number;
      fresh.querySelectorAll("[role=option]").forEach(function (one) { one.id = fresh.id + "-" + one.id; });
      box.replaceChildren(document.adoptNode(fresh));
    }

    function address() {
      /* The filters that are set stay set. */
      var values = new URLSearchParams(new FormData(input.form));
      values.set("part", input.dataset.offers);
      return input.form.action + "?" + values;
    }

    function ask() {
      var words = input.value.trim(), mine = asked += 1;
      if (words.length < LEAST) { fill(""); show(false); return; }
      fetch(address(), { credentials: "omit" })
        .then(function (answer) { return answer.ok ? answer.text() : ""; })
        .then(function (html) {
          /* The last answer wins; what comes after the reader has left says nothing. */
          if (mine !== asked || document.activeElement !== input) { return; }
          answered = words;
          fill(html);
          show(true);
        })
        .catch(function () { show(false); });
    }

    function close() {
      clearTimeout(timer);
      asked += 1;
      show(false);
    }

    function step(by) {
      var last = options().length - 1, next = at + by;
      choose(next > last ? -1 : next < -1 ? last : next);
    }

    input.addEventListener("input", function () {
      clearTimeout(timer);
      sent = false;
      /* What was offered for other letters is not offered for these. */
      if (open) { choose(-1); }
      timer = setTimeout(function () { if (input.value.trim() !== answered || !open) { ask(); } }, WAIT);
    });
    input.addEventListener("keydown", function (event) {
      if (event.isComposing) { return; }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!open && input.value.trim() === answered) { show(true); }
        if (!open) { return; }
        if (!event.altKey) { step(event.key === "ArrowDown" ? 1 : -1); }
        event.preventDefault();
      } else if (event.key === "Enter" && open && at >= 0) {
        options()[at].click();
        event.preventDefault();
      } else if (event.key === "Escape" && open) {
        close();
        event.preventDefault();
      } else if (event.key === "Enter" || event.key === "Tab") {
        close();
      }
    });
    input.addEventListener("blur", close);
    /* A press on an offer must not take the focus away before it is a click. */
    box.addEventListener("mousedown", function (event) { event.preventDefault(); });
    input.form.addEventListener("submit", function () { sent = true; close(); });
    /* Results that wait for the next letter are not asked for any more once the words are sent: they would come last, and win. */
    input.addEventListener("htmx:config:request", function (event) { if (sent) { event.preventDefault(); } });
    /* What was typed has been answered already: leaving the box changes nothing. */
    input.addEventListener("change", function (event) { event.stopPropagation(); });
  }

  document.querySelectorAll("input[data-offers]").forEach(combobox);

  /* WCAG 2.1.4: a single key can be switched off. The browser remembers it by itself, where it may; nothing is sent. */
  function slash(wanted) {
    try {
      if (wanted !== undefined) { wanted ? localStorage.removeItem("slash") : localStorage.setItem("slash", "off"); }
      return localStorage.getItem("slash") !== "off";
    } catch (refused) { return true; }
  }

  document.querySelectorAll("button[data-slash]").forEach(function (button) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(slash()));
    button.addEventListener("click", function () { button.setAttribute("aria-pressed", String(slash(!slash()))); });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !slash()) { return; }
    if (event.target.closest("input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable]")) { return; }
    var box = document.getElementById("q") || document.querySelector("input[data-offers]");
    if (box) { box.focus(); box.select(); event.preventDefault(); }
  });
})();
