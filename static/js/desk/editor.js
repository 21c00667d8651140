/* The rich text of a language, over its text area, which works alone and is what is sent. The schema is the house's subset of HTML,
   so that nothing can be shown that is not kept. A text that nobody touches keeps its bytes. */
(function () {
  "use strict";
  var P = window.ProseMirror;
  if (!P) { return; }

  var inline = { content: "inline*", group: "block" };
  var schema = new P.Schema({
    nodes: {
      doc: { content: "block+" },
      paragraph: Object.assign({}, inline, { parseDOM: [{ tag: "p" }], toDOM: function () { return ["p", 0]; } }),
      heading: Object.assign({}, inline, {
        attrs: { level: { default: 2 } }, defining: true, marks: "em link",
        parseDOM: [1, 2, 3, 4, 5, 6].map(function (level) { return { tag: "h" + level, attrs: { level: level < 3 ? 2 : 3 } }; }),
        toDOM: function (node) { return ["h" + node.attrs.level, 0]; }
      }),
      blockquote: { content: "block+", group: "block", defining: true, parseDOM: [{ tag: "blockquote" }], toDOM: function () { return ["blockquote", 0]; } },
      bullet_list: {
        content: "list_item+", group: "block", attrs: { kind: { default: "" } },
        parseDOM: [{ tag: "ul", getAttrs: function (dom) { return { kind: dom.className === "directory" ? "directory" : "" }; } }],
        toDOM: function (node) { return ["ul", node.attrs.kind ? { "class": node.attrs.kind } : {}, 0]; }
      },
      ordered_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ol" }], toDOM: function () { return ["ol", 0]; } },
      list_item: { content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: function () { return ["li", 0]; } },
      definitions: {
        content: "(term | description)+", group: "block", attrs: { kind: { default: "" } },
        parseDOM: [{ tag: "dl", getAttrs: function (dom) { return { kind: /^(figures|chronology)$/.test(dom.className) ? dom.className : "" }; } }],
        toDOM: function (node) { return ["dl", node.attrs.kind ? { "class": node.attrs.kind } : {}, 0]; }
      },
      term: { content: "inline*", defining: true, parseDOM: [{ tag: "dt" }], toDOM: function () { return ["dt", 0]; } },
      description: { content: "inline*", defining: true, parseDOM: [{ tag: "dd" }], toDOM: function () { return ["dd", 0]; } },
      text: { group: "inline" }
    },
    marks: {
      link: {
        attrs: { href: {} }, inclusive: false,
        parseDOM: [{ tag: "a[href]", getAttrs: function (dom) { var href = dom.getAttribute("href"); return safe(href) ? { href: href } : false; } }],
        toDOM: function (mark) { return ["a", { href: mark.attrs.href }, 0]; }
      },
      strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: function () { return ["strong", 0]; } },
      em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: function () { return ["em", 0]; } }
    }
  });

  function safe(href) { return /^(https?:\/\/|mailto:|\/(?!\/))/i.test(href); }

  /* What is sent: the same spelling as the site's own. */
  function escaped(text) { return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;"); }
  function hrefOf(node) { var mark = schema.marks.link.isInSet(node.marks); return mark ? mark.attrs.href : ""; }
  function marked(kind) { return function (node) { return kind.isInSet(node.marks) ? "y" : ""; }; }
  function grouped(nodes, by, wrap) {
    var made = "", i = 0;
    while (i < nodes.length) {
      var value = by(nodes[i]), run = [];
      while (i < nodes.length && by(nodes[i]) === value) { run.push(nodes[i]); i += 1; }
      made += wrap(run, value);
    }
    return made;
  }
  function words(node) {
    var texts = [];
    node.forEach(function (child) { texts.push(child); });
    return grouped(texts, hrefOf, function (linked, href) {
      var inner = grouped(linked, marked(schema.marks.strong), function (bold, isBold) {
        var slanted = grouped(bold, marked(schema.marks.em), function (run, isSlanted) {
          var text = run.map(function (one) { return escaped(one.text); }).join("");
          return isSlanted ? "<em>" + text + "</em>" : text;
        });
        return isBold ? "<strong>" + slanted + "</strong>" : slanted;
      });
      return href ? "<a href=\"" + escaped(href).replace(/"/g, "&quot;") + "\">" + inner + "</a>" : inner;
    });
  }
  function inside(node, joint) {
    var parts = [];
    node.forEach(function (child) { parts.push(block(child)); });
    return parts.filter(Boolean).join(joint);
  }
  function item(node) {
    var plain = 0;
    node.forEach(function (child) { plain += /_list$/.test(child.type.name) ? 0 : 1; });
    if (plain > 1) { return inside(node, ""); }
    var made = "";
    node.forEach(function (child) { made += child.type.name === "paragraph" ? words(child) : block(child); });
    return made;
  }
  function block(node) {
    var kind = node.attrs.kind ? " class=\"" + node.attrs.kind + "\"" : "";
    switch (node.type.name) {
      case "paragraph": return node.content.size ? "<p>" + words(node) + "</p>" : "";
      case "heading": return node.content.size ? "<h" + node.attrs.level + ">" + words(node) + "</h" + node.attrs.level + ">" : "";
      case "blockquote": return "<blockquote>" + inside(node, "\n") + "</blockquote>";
      case "bullet_list": return "<ul" + kind + ">" + inside(node, "") + "</ul>";
      case "ordered_list": return "<ol>" + inside(node, "") + "</ol>";
      case "list_item": return "<li>" + item(node) + "</li>";
      case "definitions": return "<dl" + kind + ">" + inside(node, "") + "</dl>";
      case "term": return "<dt>" + words(node) + "</dt>";
      case "description": return "<dd>" + words(node) + "</dd>";
      default: return "";
    }
  }

  function read(html) {
    if (html.trim() && !/<(p|h2|h3|ul|ol|dl|blockquote)[\s>]/i.test(html)) {
      html = html.trim().split(/\n\s*\n/).map(function (part) { return "<p>" + part + "</p>"; }).join("");
    }
    return apart(new window.DOMParser().parseFromString(html, "text/html").body);
  }
  /* A text has no line breaks within a paragraph: what stands behind one is a paragraph of its own, as the site has it; elsewhere a blank keeps words apart. */
  function apart(body) {
    body.querySelectorAll("br").forEach(function (mark) {
      var paragraph = mark.closest("p"), rest = document.createRange();
      if (!paragraph) { mark.replaceWith(" "); return; }
      rest.setStartAfter(mark);
      rest.setEndAfter(paragraph);
      paragraph.after(rest.extractContents());
      mark.remove();
    });
    return body;
  }

  /* A piece pasted or dropped is cleaned where everything is cleaned, and shown as it will be kept; without an answer, its plain words come. */
  function take(view, event, data, form) {
    var html = data && data.getData("text/html"), plain = data ? data.getData("text/plain") : "";
    if (!html || html.length > 900000) { return false; }
    event.preventDefault();
    var body = new URLSearchParams({ token: form.elements.token.value, html: html });
    fetch("/desk/cleaning", { method: "POST", body: body, redirect: "error" }).then(function (answer) {
      if (!answer.ok) { throw new Error(answer.status); }
      var told = view.dom.closest(".rich") && view.dom.closest(".rich").querySelector("[data-pasted]"), words = decodeURIComponent(answer.headers.get("X-Changed") || "");
      if (told) { told.hidden = !words; told.lastElementChild.textContent = words; }
      return answer.text();
    }).catch(function () {
      return plain.trim().split(/\n\s*\n/).map(function (part) { return "<p>" + escaped(part) + "</p>"; }).join("");
    }).then(function (clean) {
      var slice = P.DOMParser.fromSchema(schema).parseSlice(read(clean));
      view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView());
      view.focus();
    });
    return true;
  }
  function drop(view, event, form) {
    var at = view.dragging ? null : view.posAtCoords({ left: event.clientX, top: event.clientY });
    if (!at || !event.dataTransfer || event.dataTransfer.files.length) { return false; }
    view.dispatch(view.state.tr.setSelection(P.Selection.near(view.state.doc.resolve(at.pos))));
    return take(view, event, event.dataTransfer, form);
  }

  function within(state, type, attrs) {
    for (var depth = state.selection.$from.depth; depth > 0; depth -= 1) {
      var node = state.selection.$from.node(depth);
      if (node.type === type && (!attrs || node.attrs.level === attrs.level)) { return true; }
    }
    return false;
  }
  function turned(type, attrs) {
    return function (state, dispatch) { return P.setBlockType(within(state, type, attrs) ? schema.nodes.paragraph : type, attrs)(state, dispatch); };
  }
  function listed(type) {
    return function (state, dispatch) { return within(state, type) ? P.liftListItem(schema.nodes.list_item)(state, dispatch) : P.wrapInList(type)(state, dispatch); };
  }
  var commands = {
    h2: turned(schema.nodes.heading, { level: 2 }), h3: turned(schema.nodes.heading, { level: 3 }),
    strong: P.toggleMark(schema.marks.strong), em: P.toggleMark(schema.marks.em),
    ul: listed(schema.nodes.bullet_list), ol: listed(schema.nodes.ordered_list),
    quote: function (state, dispatch) { return within(state, schema.nodes.blockquote) ? P.lift(state, dispatch) : P.wrapIn(schema.nodes.blockquote)(state, dispatch); },
    lift: P.chainCommands(P.liftListItem(schema.nodes.list_item), P.lift), undo: P.undo, redo: P.redo
  };
  var active = {
    h2: function (state) { return within(state, schema.nodes.heading, { level: 2 }); }, h3: function (state) { return within(state, schema.nodes.heading, { level: 3 }); },
    ul: function (state) { return within(state, schema.nodes.bullet_list); }, ol: function (state) { return within(state, schema.nodes.ordered_list); },
    quote: function (state) { return within(state, schema.nodes.blockquote); }
  };
  ["strong", "em"].forEach(function (name) {
    active[name] = function (state) {
      var at = state.selection, mark = schema.marks[name];
      return at.empty ? Boolean(mark.isInSet(state.storedMarks || at.$from.marks())) : state.doc.rangeHasMark(at.from, at.to, mark);
    };
  });

  function shown(toolbar, state) {
    toolbar.querySelectorAll("[aria-pressed]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(active[button.dataset.command](state)));
    });
  }

  function dress(place) {
    var area = place.querySelector("textarea"), toolbar = place.querySelector(".toolbar"), label = place.querySelector("label[for=\"" + area.id + "\"]");
    var linking = toolbar.querySelector(".linking"), address = linking.querySelector("input"), form = area.form, id = area.id;
    /* Word's line break: a new paragraph, in an item of a list one more in that item. */
    var broken = P.baseKeymap.Enter;
    var keys = { "Shift-Enter": broken, "Mod-Enter": broken, "Shift-Mod-Enter": broken,
      "Mod-b": commands.strong, "Mod-i": commands.em, "Mod-z": P.undo, "Mod-y": P.redo, "Shift-Mod-z": P.redo,
      "Enter": P.splitListItem(schema.nodes.list_item), "Mod-]": P.sinkListItem(schema.nodes.list_item), "Mod-[": commands.lift };
    var state = P.EditorState.create({
      doc: P.DOMParser.fromSchema(schema).parse(read(area.value)),
      plugins: [P.history(), P.keymap(keys), P.keymap(P.baseKeymap)]
    });
    area.id = id + "-source";
    area.hidden = true;
    label.id = id + "-label";
    var hint = place.querySelector(".hint");
    if (hint) { hint.hidden = true; }
    var attributes = { id: id, role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id, lang: area.lang, dir: area.dir, "class": "rich-text doc" };
    if (area.getAttribute("aria-invalid")) { attributes["aria-invalid"] = "true"; attributes["aria-describedby"] = id + "-error"; }
    var view = new P.EditorView({ mount: area.parentNode.insertBefore(document.createElement("div"), area) }, {
      state: state, attributes: attributes,
      /* Before the editor's own handling, which would read foreign styles. */
      handleDOMEvents: {
        paste: function (editor, event) { return take(editor, event, event.clipboardData, form); },
        drop: function (editor, event) { return drop(editor, event, form); },
        /* From keyboards on a screen no key comes. */
        beforeinput: function (editor, event) {
          if (event.inputType !== "insertLineBreak") { return false; }
          event.preventDefault();
          return broken(editor.state, editor.dispatch);
        }
      },
      /* What is too long to be cleaned by the site is read here. */
      transformPastedHTML: function (html) { return apart(new window.DOMParser().parseFromString(html, "text/html").body).innerHTML; },
      dispatchTransaction: function (transaction) {
        view.updateState(view.state.apply(transaction));
        if (transaction.docChanged) {
          area.value = inside(view.state.doc, "\n");
          area.dispatchEvent(new Event("input", { bubbles: true }));
        }
        shown(toolbar, view.state);
      }
    });
    toolbar.hidden = false;
    label.addEventListener("click", function () { view.focus(); });
    function put(href) {
      var at = view.state.selection, tr = view.state.tr;
      if (href && at.empty) { tr.insertText(href, at.from); tr.addMark(at.from, at.from + href.length, schema.marks.link.create({ href: href })); }
      else { tr.removeMark(at.from, at.to, schema.marks.link); if (href) { tr.addMark(at.from, at.to, schema.marks.link.create({ href: href })); } }
      view.dispatch(tr);
      linking.hidden = true;
      view.focus();
    }
    function act(command) {
      if (command === "link") {
        var mark = schema.marks.link.isInSet(view.state.selection.$from.marks());
        address.value = mark ? mark.attrs.href : "";
        linking.hidden = !linking.hidden;
        if (!linking.hidden) { address.focus(); }
      } else if (command === "put-link") {
        var href = address.value.trim();
        if (/^[^\s@]+@[^\s@]+$/.test(href)) { href = "mailto:" + href; } else if (href && !safe(href)) { href = "https://" + href.replace(/^\w+:\/*/, ""); }
        put(href);
      } else if (command === "unlink") { put(""); }
      else { commands[command](view.state, view.dispatch, view); view.focus(); }
    }
    toolbar.addEventListener("mousedown", function (event) { if (event.target.tagName === "BUTTON") { event.preventDefault(); } });
    toolbar.addEventListener("click", function (event) { if (event.target.dataset.command) { act(event.target.dataset.command); } });
    address.addEventListener("keydown", function (event) {
      if (event.key === "Enter") { event.preventDefault(); act("put-link"); }
      if (event.key === "Escape") { linking.hidden = true; view.focus(); }
    });
    ["input", "change"].forEach(function (name) { address.addEventListener(name, function (event) { event.stopPropagation(); }); });
  }

  document.querySelectorAll("[data-rich]").forEach(dress);
})();
