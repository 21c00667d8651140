/* Small courtesies over pages that work without it: what changed is said, focus stays, a failure is seen. */
(function () {
  "use strict";
  var trouble = document.getElementById("trouble");

  function fail() {
    if (trouble) { trouble.hidden = false; trouble.textContent = trouble.dataset.sentence; }
  }

  document.addEventListener("htmx:response:error", fail);
  document.addEventListener("htmx:error", fail);

  document.addEventListener("htmx:after:swap", function (event) {
    /* An answer that is not put into the page is told of, and has changed nothing. */
    if (event.detail.ctx && event.detail.ctx.swap === "none") { return; }
    if (trouble) { trouble.hidden = true; }
    var count = document.querySelector("[data-announce]");
    var region = document.getElementById("announcement");
    if (count && region) { say(region, count.textContent.trim()); }
    if (count) { document.title = count.dataset.title || document.title; }
    if (count && count.dataset.around) { follow(JSON.parse(count.dataset.around)); }
  });

  /* What stands around a list that has changed leads to the same list: in the other languages, as feeds, on paper. */
  function follow(around) {
    document.querySelectorAll(".languages a[hreflang]").forEach(function (one) {
      one.setAttribute("href", around.languages[one.hreflang] || one.getAttribute("href"));
    });
    document.head.querySelectorAll("link[rel=canonical], link[rel=alternate]").forEach(function (one) { one.remove(); });
    around.links.forEach(function (attributes) {
      var link = document.createElement("link");
      Object.keys(attributes).forEach(function (name) { link.setAttribute(name, attributes[name]); });
      document.head.append(link);
    });
    var printed = document.querySelector("p.printed");
    if (printed) { printed.textContent = around.address; }
  }

  /* Said once, when a hand rests: not after each letter. The same count of other results is said again. */
  var saying = 0;
  function say(region, words) {
    clearTimeout(saying);
    region.textContent = "";
    saying = setTimeout(function () { region.textContent = words; }, 500);
  }

  /* One step back from what was typed is the list before it, not each letter; and no step leads to where one is, be its last word whole or
     only begun. */
  var typing = false;
  function whole(address) { return address.replace(/([?&])begun=1(&|$)/, "$1").replace(/[?&]$/, ""); }
  document.addEventListener("htmx:before:history:update", function (event) {
    var update = event.detail.history, typed = Boolean(event.detail.sourceElement && event.detail.sourceElement.matches("input"));
    if ((typed && typing) || whole(update.path) === whole(location.pathname + location.search)) { update.type = "replace"; }
    typing = typed;
  });
  document.addEventListener("focusout", function () { typing = false; });

  /* What a reader has folded open stays open while its content changes. */
  var unfolded = [];
  document.addEventListener("htmx:before:swap", function () {
    unfolded = Array.from(document.querySelectorAll("details[id][open]"), function (one) { return one.id; });
  });
  document.addEventListener("htmx:after:swap", function () {
    unfolded.forEach(function (id) {
      var one = document.getElementById(id);
      if (one) { one.open = true; }
    });
  });

  var summary = document.querySelector(".trouble");
  if (summary) { summary.focus(); }
})();
