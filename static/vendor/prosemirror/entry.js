/* What the desk's editor needs of ProseMirror, under one name. See README.md beside it for how the bundle is made. */
import { EditorState, Plugin, Selection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { Schema, DOMParser, DOMSerializer, Slice } from "prosemirror-model";
import { baseKeymap, chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import { history, redo, undo } from "prosemirror-history";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";

window.ProseMirror = {
  EditorState, Plugin, Selection, EditorView, Schema, DOMParser, DOMSerializer, Slice, baseKeymap, chainCommands, exitCode, lift, setBlockType,
  toggleMark, wrapIn, keymap, history, redo, undo, liftListItem, sinkListItem, splitListItem, wrapInList,
};
