/* Around the form: the line that says what is kept, a Word file dropped onto a language, one language at a time on a narrow screen. */
(function () {
  "use strict";
  var form = document.getElementById("writing"), keeper = document.getElementById("autosave");
  if (!form) { return; }
  /* What was refused, or was given back after signing in, stands nowhere but here. */
  var dirty = Boolean(document.querySelector("main .trouble") || form.elements.kept_form), leaving = false;

  /* Back to a new text that was saved: the browser gives back what was typed, in a form of another key. By the one that it was sent with the site
     knows the draft that it began. A form that comes back empty is a new one. */
  var held = history.state && history.state.key;
  if (/\/new$/.test(form.getAttribute("action"))) {
    window.addEventListener("pageshow", function () {
      var filled = Array.from(form.querySelectorAll("[data-drop] input[type=text], [data-drop] textarea")).some(function (one) { return one.value.trim(); });
      if (held && filled) { form.elements.key.value = held; }
      held = form.elements.key.value;
      history.replaceState(Object.assign({}, history.state, { key: held }), "");
    });
  }

  function line() { return document.querySelector("#saved .saved"); }
  function say(words, bad) {
    var at = line();
    if (at) { at.textContent = words; at.classList.toggle("not", Boolean(bad)); }
  }

  /* Why a file is not read stands at its field until another one is chosen: the line of what is kept is written over. */
  function refuse(input, why) {
    var field = input.parentNode, said = field.querySelector(".error"), hint = input.id + "-hint";
    said.querySelector(".why").textContent = why;
    said.hidden = !why;
    field.classList.toggle("wrong", Boolean(why));
    input.setAttribute("aria-describedby", why ? hint + " " + said.id : hint);
    if (!why) { input.removeAttribute("aria-invalid"); return; }
    input.setAttribute("aria-invalid", "true");
    /* As after the site's own refusal: the form can be saved without it. */
    input.value = "";
    input.focus();
    field.scrollIntoView({ block: "center" });
  }

  /* A file that is chosen is no text that is typed. */
  form.querySelectorAll("input[type=file]").forEach(function (input) {
    ["input", "change"].forEach(function (name) { input.addEventListener(name, function (event) { event.stopPropagation(); }); });
    input.addEventListener("change", function () { refuse(input, ""); });
  });
  form.addEventListener("input", function (event) {
    if (event.target.type === "file" || event.target.name === "show") { return; }
    dirty = true;
    if (keeper) { say(keeper.dataset.pending); }
  });

  /* Where only one language has words the site takes it as the original: the form says so too, unless somebody has gone on writing meanwhile. */
  function original(tag) {
    var fields = form.elements, named = Array.from(form.querySelectorAll("select[name$=-status]")).filter(function (one) { return one.value === "original"; });
    var written = named.some(function (one) {
      return ["title", "summary", "body"].some(function (name) { return fields[one.name.replace("status", name)].value.trim(); });
    });
    if (!tag || written) { return; }
    named.forEach(function (one) { one.value = "courtesy"; });
    fields[tag + "-status"].value = "original";
  }

  /* Whoever has closed the list of links finds it closed. */
  var closed = false;
  document.addEventListener("htmx:before:swap", function () {
    var list = document.getElementById("outside");
    closed = Boolean(list) && !list.open;
  });

  /* The line has come back from the site: a new text has its own address from now on. */
  document.addEventListener("htmx:after:swap", function (event) {
    var list = document.getElementById("outside");
    if (closed && list) { list.open = false; }
    if (event.detail.ctx.sourceElement !== keeper) { return; }
    var saved = document.getElementById("saved"), at = saved && saved.querySelector(".saved");
    if (!at || at.classList.contains("not")) { return; }
    dirty = false;
    original(saved.dataset.original);
    if (saved.dataset.edition !== "0" && /\/new$/.test(form.getAttribute("action"))) {
      var place = (form.dataset.place || "/desk/editions/") + saved.dataset.edition;
      form.querySelectorAll("[formaction]").forEach(function (button) {
        button.setAttribute("formaction", button.getAttribute("formaction").replace(/^\/desk\/(documents|pages)\/new/, place));
      });
      form.setAttribute("action", place);
      history.replaceState(history.state, "", place);
    }
  });
  function lost(event) {
    var context = event.detail && event.detail.ctx;
    if (!keeper || !context || context.sourceElement !== keeper) { return; }
    if (context.response && context.response.status < 500) {
      var trouble = document.getElementById("trouble");
      if (trouble) { trouble.hidden = true; }
      return;
    }
    say(keeper.dataset.lost, true);
  }
  document.addEventListener("htmx:response:error", lost);
  document.addEventListener("htmx:error", lost);

  form.addEventListener("submit", function (event) {
    var by = event.submitter, unread = Array.from(form.querySelectorAll("input[type=file]")).filter(function (one) { return one.files.length; })[0];
    /* A Word file that was chosen and not read would be gone with the page. A form that is being sent cannot be sent otherwise: afterwards. */
    if (unread && !(by && by.hasAttribute("formaction"))) {
      event.preventDefault();
      setTimeout(function () { unread.parentNode.querySelector("button").click(); }, 0);
      return;
    }
    leaving = true;
  });
  window.addEventListener("pageshow", function () { leaving = false; });
  window.addEventListener("beforeunload", function (event) { if (dirty && !leaving) { event.preventDefault(); event.returnValue = ""; } });

  /* A Word file dropped is a Word file chosen. */
  function files(event) { return event.dataTransfer && Array.from(event.dataTransfer.types).indexOf("Files") >= 0; }
  document.addEventListener("dragover", function (event) {
    if (!files(event)) { return; }
    event.preventDefault();
    var over = event.target.closest && event.target.closest("[data-drop]");
    document.querySelectorAll("[data-drop].over").forEach(function (one) { if (one !== over) { one.classList.remove("over"); } });
    if (over) { over.classList.add("over"); }
  }, true);
  document.addEventListener("drop", function (event) {
    if (!files(event)) { return; }
    event.preventDefault();
    event.stopPropagation();
    var place = event.target.closest && event.target.closest("[data-drop]"), input = place && place.querySelector("input[type=file]");
    document.querySelectorAll("[data-drop].over").forEach(function (one) { one.classList.remove("over"); });
    if (!input || !event.dataTransfer.files.length) { return; }
    var chosen = new DataTransfer();
    chosen.items.add(event.dataTransfer.files[0]);
    input.files = chosen.files;
    input.parentNode.querySelector("button").click();
  }, true);
  form.addEventListener("click", function (event) {
    var input = event.target.formEnctype === "multipart/form-data" && event.target.parentNode.querySelector("input[type=file]");
    if (input && input.files[0] && input.files[0].size > Number(form.dataset.most)) { event.preventDefault(); refuse(input, form.dataset.large); }
  });

  /* Narrow: one language at a time, that of the page or the one that has something to say. */
  function look(tag) { var radio = document.getElementById("show-" + tag); if (radio) { radio.checked = true; } }
  var taken = document.getElementById("taken"), all = document.getElementById("show-all");
  if (all && all.checked && window.matchMedia("(max-width: 40rem)").matches) {
    var wrong = form.querySelector("[data-drop] .wrong, [data-drop] .taken");
    look(wrong ? wrong.closest("[data-drop]").id.replace("text-", "") : document.documentElement.lang);
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest(".trouble a[href^=\"#\"]"), place = link && document.getElementById(link.hash.slice(1));
    var language = place && place.closest("[data-drop]");
    if (!language) { return; }
    if (all && !all.checked) { look(language.id.replace("text-", "")); }
    event.preventDefault();
    place.focus();
    place.scrollIntoView({ block: "center" });
  });
  if (taken) {
    taken.focus();
    /* What came from the file is kept like what is typed. */
    if ("put" in taken.dataset) {
      document.addEventListener("DOMContentLoaded", function () {
        setTimeout(function () { taken.dispatchEvent(new Event("input", { bubbles: true })); }, 50);
      });
    }
  }
})();
