import { preferences } from "@/shared/preferences/preferences";
import { actions } from "./actions";
import { nameOf, PATIENCE, step } from "./match";

const typed = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable=''], [contenteditable=true]";
const ofItsOwn = "dialog, [role=menu], [role=listbox]";

/** Never while somebody types, and never under what lies over the page. */
function elsewhere(target: EventTarget | null): boolean {
  return target instanceof Element && (target.closest(typed) !== null || target.closest(ofItsOwn) !== null);
}

/** One listener for all keys of the application. `palette` opens on Ctrl-K or Cmd-K, also from within a field. */
export function listenForKeys(palette: () => void): () => void {
  let pending = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const press = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      palette();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !preferences().single_keys || elsewhere(event.target)) return;
    const able = actions().filter((action) => action.keys && !action.off);
    const found = step(pending, nameOf(event), able.map((action) => action.keys ?? ""));
    pending = found.pending;
    clearTimeout(timer);
    if (pending) timer = setTimeout(() => { pending = ""; }, PATIENCE);
    if (found.hit === null && !pending) return;
    event.preventDefault();
    able.find((action) => action.keys === found.hit)?.run();
  };
  document.addEventListener("keydown", press);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("keydown", press);
  };
}
