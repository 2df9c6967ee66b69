import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { type Action, actions } from "@/shared/keys/actions";
import { Keys } from "@/shared/keys/Keys";
import { Icon } from "@/shared/ui/Icon";
import type { IconName } from "@/shared/ui/icons";
import { recent } from "@/shared/ui/visited";
import { type Entry, ranked, scopeOf } from "./rank";
import { useFound } from "./use-found";

export interface Choice extends Entry {
  icon: IconName;
  keys?: string | undefined;
  off?: string | null | undefined;
  run: () => void;
}

interface Group {
  key: string;
  label: string;
  choices: Choice[];
  /** More were found than are shown. */
  more?: string | undefined;
}

const asChoice = (action: Action): Choice => ({ id: action.id, label: action.label, icon: action.icon ?? "arrow-right", keys: action.keys, off: action.off, run: action.run });

/** Places, records and actions in one field. The list is told to assistive technology as a combobox's; the field keeps the focus. */
export function Palette({ text: given = "", onClose }: { text?: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const [text, setText] = useState(given);
  const [at, setAt] = useState(0);
  const { scope, typed } = scopeOf(text);
  const [all] = useState(actions);
  const [visits] = useState(recent);
  const found = useFound(typed, scope);

  // Closed before it leaves the page, so that the browser gives the focus back to where it was.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);

  const groups = useMemo<Group[]>(() => {
    const go = all.filter((action) => action.group === "go").map(asChoice);
    const act = all.filter((action) => action.group !== "go" && !action.quiet).map(asChoice);
    const doing = { key: "do", label: t("palette.do"), choices: ranked(act, typed) };
    if (scope === "actions") return [doing];
    const finding = found.groups.map((group): Group => ({
      key: group.kind, label: t(`palette.kind.${group.kind}`, { defaultValue: group.kind }),
      choices: group.items.map((item) => ({ id: `${group.kind}-${item.id}`, label: item.title, sub: item.sub ?? undefined, icon: icons[group.kind] ?? "search", run: () => void navigate({ href: item.link }) })),
      more: group.total > group.items.length ? t("palette.more", { count: group.total - group.items.length }) : undefined,
    }));
    if (scope !== "all") return finding;
    if (typed === "") {
      const back = visits.filter((visit) => visit.path !== location.pathname).slice(0, 5)
        .map((visit): Choice => ({ id: `visit-${visit.path}`, label: visit.title, icon: "history", run: () => void navigate({ href: visit.path }) }));
      return [
        { key: "recent", label: t("palette.recent"), choices: back },
        { key: "suggested", label: t("palette.suggested"), choices: act.filter((one) => !one.off).slice(0, 3) },
        { key: "go", label: t("palette.go"), choices: go },
      ];
    }
    return [{ key: "go", label: t("palette.go"), choices: ranked(go, typed) }, ...finding, doing];
  }, [all, visits, typed, scope, found.groups, navigate, t]);

  const shown = groups.filter((group) => group.choices.length > 0);
  const choices = shown.flatMap((group) => group.choices);
  const current = Math.min(at, Math.max(0, choices.length - 1));
  const choose = (choice: Choice | undefined) => {
    if (!choice || choice.off) return;
    onClose();
    // After the dialog has closed and the focus is back: what runs may move it on.
    requestAnimationFrame(() => choice.run());
  };
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [current, typed]);

  const press = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    const to = { ArrowDown: (current + 1) % choices.length, ArrowUp: (current - 1 + choices.length) % choices.length, PageDown: Math.min(current + 6, choices.length - 1), PageUp: Math.max(0, current - 6) }[event.key];
    if (to !== undefined && choices.length > 0) setAt(to);
    else if (event.key === "Enter") choose(choices[current]);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") onClose();
    else return;
    event.preventDefault();
  };

  const option = (choice: Choice): ReactNode => {
    const index = choices.indexOf(choice);
    return (
      // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field above has the focus and the keys
      <div
        key={choice.id} id={`${id}-${index}`} role="option" aria-selected={index === current} aria-disabled={choice.off ? true : undefined}
        className={`palette-option ${index === current ? "is-active" : ""} ${choice.off ? "off" : ""}`}
        onPointerMove={() => setAt(index)} onClick={() => choose(choice)}
      >
        <Icon name={choice.icon} size={16} />
        <span className="grow clip">{choice.label}{choice.sub && <span className="faint"> {choice.sub}</span>}{choice.off && <small>{choice.off}</small>}</span>
        {choice.keys && <Keys keys={choice.keys} />}
      </div>
    );
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a click on the scrim is a second way out besides Esc
    <dialog
      ref={dialog} className="palette" aria-label={t("palette.title")} onKeyDown={press}
      onCancel={(event) => { event.preventDefault(); onClose(); }} onMouseDown={(event) => { if (event.target === dialog.current) onClose(); }}
    >
      <div className="palette-in">
        <Icon name={found.searching ? "loader-circle" : "search"} size={18} {...(found.searching && { className: "spin" })} />
        <input
          type="text" className="palette-field" role="combobox" aria-expanded="true" aria-controls={`${id}-list`} aria-autocomplete="list" aria-activedescendant={choices.length ? `${id}-${current}` : undefined}
          aria-label={t("palette.title")} placeholder={t("palette.placeholder")} autoComplete="off" autoCorrect="off" spellCheck={false} enterKeyHint="go" maxLength={200}
          value={text} onChange={(event) => { setText(event.target.value); setAt(0); }} autoFocus
        />
        <button type="button" className="palette-esc" aria-label={t("action.close")} onClick={onClose}><kbd className="kbd only-wide">Esc</kbd><Icon name="x" size={18} className="only-narrow" /></button>
      </div>
      <div className="palette-list" ref={list} role="listbox" id={`${id}-list`} aria-label={t("palette.results")}>
        {shown.map((group) => (
          <div key={group.key} role="group" aria-label={group.label}>
            <p className="menu-label" aria-hidden="true">{group.label}{group.more && ` · ${group.more}`}</p>
            {group.choices.map(option)}
          </div>
        ))}
      </div>
      {choices.length === 0 && !found.searching && (
        <p className="palette-none">{found.failed ? t("palette.failed") : typed === "" ? t(`palette.hint.${scope}`) : found.short ? t("palette.short") : t("palette.none", { text: typed })}</p>
      )}
      <p className="vh" role="status">{found.searching ? "" : t("palette.count", { count: choices.length })}</p>
      <div className="palette-foot only-wide-flex" aria-hidden="true">
        <span><kbd className="kbd">↵</kbd> {t("palette.run")}</span>
        <span><kbd className="kbd">&gt;</kbd> {t("palette.do")}</span>
        {found.kinds.includes("people") && <span><kbd className="kbd">@</kbd> {t("palette.kind.people")}</span>}
        {found.kinds.includes("jobs") && <span><kbd className="kbd">#</kbd> {t("palette.kind.jobs")}</span>}
      </div>
    </dialog>
  );
}

const icons: Record<string, IconName> = { people: "user", jobs: "briefcase", companies: "building-2", applications: "kanban" };
