/* Words that have been typed into a form of the desk and not sent: who is about to leave the page is asked. The form of a text has its own (writing.js). */
(function () {
  "use strict";
  var room = document.querySelector("[data-holds-words]"), going = null;
  if (!room) { return; }

  function fields(form) {
    return Array.from(form.querySelectorAll("textarea, input:not([type]), input[type=text], input[type=email], input[type=url], input[type=tel]"));
  }
  /* What came back with an error was not kept either. */
  function held(form) {
    var refused = Boolean(form.querySelector("[aria-invalid=true]") || room.querySelector(".trouble"));
    return fields(form).some(function (field) {
      return field.value !== field.defaultValue || (refused && field.tagName === "TEXTAREA" && field.value.trim() !== "");
    });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    /* Once all others have had their say. */
    setTimeout(function () { if (event.defaultPrevented) { going = null; } }, 0);
    going = form;
  });
  window.addEventListener("pageshow", function () { going = null; });
  window.addEventListener("beforeunload", function (event) {
    var left = Array.from(room.querySelectorAll("form[method=post]")).some(function (form) {
      return form !== going && form.id !== "writing" && held(form);
    });
    if (left) { event.preventDefault(); event.returnValue = ""; }
  });
})();
