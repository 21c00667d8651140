/* Copy buttons beside what can also be marked and copied by hand: they appear only where the browser can do it. */
(function () {
  "use strict";
  if (!navigator.clipboard || !navigator.clipboard.writeText) { return; }
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", function () {
      var source = document.getElementById(button.dataset.copy);
      navigator.clipboard.writeText(source.textContent.trim().replace(/\s+/g, " ")).then(function () {
        var region = document.getElementById("announcement");
        button.textContent = button.dataset.done;
        if (region) { region.textContent = button.dataset.done; }
        setTimeout(function () {
          button.textContent = words;
          if (region) { region.textContent = ""; }
        }, 2500);
      }, function () {
        /* Refused by the browser: the words are marked instead, ready for the keyboard. */
        window.getSelection().selectAllChildren(source);
      });
    });
  });
})();
