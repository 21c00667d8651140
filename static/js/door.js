/* Passkeys at the door: the browser is asked, its answer is put into the form, and the form is sent as ever. And what was kept goes on. */
(function () {
  "use strict";

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }

  function text(buffer) {
    var plain = Array.from(new Uint8Array(buffer), function (one) { return String.fromCharCode(one); }).join("");
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function readied(options) {
    options.challenge = bytes(options.challenge);
    if (options.user) { options.user.id = bytes(options.user.id); }
    ["excludeCredentials", "allowCredentials"].forEach(function (name) {
      (options[name] || []).forEach(function (one) { one.id = bytes(one.id); });
    });
    return options;
  }

  function told(credential) {
    var response = {}, given = credential.response;
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (given[name]) { response[name] = text(given[name]); }
    });
    if (given.getTransports) { response.transports = given.getTransports(); }
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response: response, clientExtensionResults: {}
    });
  }

  function ask(box, form, said) {
    said.textContent = said.dataset.waiting;
    return fetch(box.dataset.source, { headers: { Accept: "application/json" } })
      .then(function (answer) {
        if (!answer.ok || answer.redirected) { throw new Error("no challenge"); }
        return answer.json();
      })
      .then(function (found) {
        form.elements.challenge.value = found.challenge;
        return navigator.credentials[box.dataset.passkey]({ publicKey: readied(found.options) });
      })
      .then(function (credential) {
        form.elements.credential.value = told(credential);
        form.submit();
      })
      .catch(function (error) {
        said.textContent = error.name === "InvalidStateError" ? said.dataset.known : said.dataset.failed;
      });
  }

  if (window.PublicKeyCredential && navigator.credentials) {
    document.querySelectorAll("[data-passkey]").forEach(function (box) {
      var form = box.closest("form"), said = box.querySelector("[data-said]");
      box.hidden = false;
      box.querySelector("button").addEventListener("click", function () { ask(box, form, said); });
    });
    document.querySelectorAll("[data-passkey-words]").forEach(function (one) { one.hidden = false; });
  }

  /* Sent on once: whoever comes back to this page sends it by hand. */
  var going = document.querySelector("[data-goes-on]");
  var entry = performance.getEntriesByType("navigation")[0];
  if (going && !(entry && entry.type === "back_forward")) { going.submit(); }
})();
