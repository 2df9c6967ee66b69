import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Icon } from "@/shared/ui/Icon";
import { compare, type Pick, settle, type Values } from "./merge";
import { changesQuery, type RecordType } from "./queries";

export interface ComparedField {
  name: string;
  label: string;
  /** The value as a person reads it. */
  say?: (value: unknown) => string;
}

interface Props<V extends Values> {
  /** The record by its name. */
  subject: string;
  type: RecordType;
  id: string;
  fields: ComparedField[];
  /** Before both, mine as typed, and as it is on file now. */
  base: V;
  mine: V;
  theirs: V;
  /** Since when my copy is old. */
  since: string;
  onSettle: (values: V) => void;
  onClose: () => void;
}

const plain = (value: unknown) => (Array.isArray(value) ? value.join(", ") : String(value ?? ""));

/** Who changed what and when, field by field. Only what both changed is asked; the rest goes together by itself. */
export function ConflictDialog<V extends Values>({ subject, type, id, fields, base, mine, theirs, since, onSettle, onClose }: Props<V>) {
  const { t } = useTranslation();
  const format = useFormat();
  const history = useQuery(changesQuery(type, id));
  const [picks, setPicks] = useState<Record<string, Pick>>({});
  const found = compare(base, mine, theirs);
  const named = (list: readonly string[]) => fields.filter((field) => list.includes(field.name));
  const say = (field: ComparedField, values: V) => (field.say ?? plain)(values[field.name]) || t("conflict.empty");
  const clashes = named(found.clashes);
  const open = clashes.filter((field) => !picks[field.name]).length;
  const lines = (history.data ?? []).filter((line) => new Date(line.at) > new Date(since));
  const all = (pick: Pick) => setPicks(Object.fromEntries(clashes.map((field) => [field.name, pick])));
  const finish = () => { if (open === 0) onSettle(settle(base, mine, theirs, picks as Partial<Record<keyof V, Pick>>)); };

  return (
    <Dialog
      open wide onClose={onClose} title={t("conflict.title", { subject })} sub={t("conflict.sub")} onSubmit={finish}
      foot={<><span className="grow small muted" aria-live="polite">{open > 0 && t("conflict.open", { count: open })}</span><Button onClick={onClose}>{t("conflict.back")}</Button><Button kind="primary" type="submit" disabled={open > 0}>{t("conflict.save")}</Button></>}
    >
      {lines.length > 0 && (
        <ul className="stack-2 small">
          {lines.map((line) => <li key={line.id} className="row"><Icon name="history" size={16} /><span><b>{line.who}</b>, {format.moment(line.at)}{line.sentence && <span className="muted"> · {line.sentence}</span>}</span></li>)}
        </ul>
      )}
      {clashes.length > 1 && <div className="row wrap"><Button small onClick={() => all("mine")}>{t("conflict.allMine")}</Button><Button small onClick={() => all("theirs")}>{t("conflict.allTheirs")}</Button></div>}
      {clashes.map((field) => (
        <fieldset key={field.name} className="clash">
          <legend className="label">{field.label} <span className="faint small">{t("conflict.was", { value: say(field, base) })}</span></legend>
          {(["mine", "theirs"] as const).map((pick) => (
            <label key={pick} className="check">
              <input type="radio" name={field.name} checked={picks[field.name] === pick} onChange={() => setPicks({ ...picks, [field.name]: pick })} />
              <span>{t(`conflict.${pick}`)}<b className="block break">{say(field, pick === "mine" ? mine : theirs)}</b></span>
            </label>
          ))}
        </fieldset>
      ))}
      {([["takenTheirs", found.theirs, theirs], ["keptMine", found.mine, mine]] as const).map(([key, list, values]) => named(list).length > 0 && (
        <p key={key} className="small"><span className="muted">{t(`conflict.${key}`)}</span> {named(list).map((field) => `${field.label}: ${say(field, values)}`).join(" · ")}</p>
      ))}
    </Dialog>
  );
}
