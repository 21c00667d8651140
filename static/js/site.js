/* Small courtesies over pages that work without it: what changed is said, focus stays, a failure is seen. */
(function () {
  "use strict";
  var trouble = document.getElementById("trouble");

  function fail() {
    if (trouble) { trouble.hidden = false; trouble.textContent = trouble.dataset.sentence; }
  }

  document.addEventListener("htmx:response:error", fail);
  document.addEventListener("htmx:error", fail);

  document.addEventListener("htmx:after:swap", function () {
    if (trouble) { trouble.hidden = true; }
    var count = document.querySelector("[data-announce]");
    var region = document.getElementById("announcement");
    if (count && region && region.textContent !== count.textContent.trim()) { region.textContent = count.textContent.trim(); }
    if (count) { document.title = count.dataset.title || document.title; }
  });

  var summary = document.querySelector(".trouble");
  if (summary) { summary.focus(); }
})();
