import { useTranslation } from "@/shared/i18n/i18n";
import { type ListName, prefer, usePreferences } from "@/shared/preferences/preferences";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Icon } from "@/shared/ui/Icon";
import { fixed, shown } from "./columns";
import type { TableColumn } from "./DataTable";

interface Props {
  list: ListName;
  columns: TableColumn<never>[];
  csv?: string | undefined;
  total: number;
  onClose: () => void;
}

/** How the table looks, and how it leaves the screen. Holds at once; other devices follow. */
export function LookDialog({ list, columns, csv, total, onClose }: Props) {
  const { t } = useTranslation();
  const { density, columns: chosen } = usePreferences();
  const on = shown(columns, chosen[list]).map((column) => column.key);
  const toggle = (key: string) => prefer({ columns: { [list]: columns.map((column) => column.key).filter((one) => (one === key ? !on.includes(one) : on.includes(one))) } });
  return (
    <Dialog
      open drawer onClose={onClose} title={t("look.title")} sub={t("look.hint")}
      foot={<><Button kind="quiet" disabled={!chosen[list]} onClick={() => prefer({ columns: { [list]: null } })}>{t("look.reset")}</Button><Button kind="primary" onClick={onClose}>{t("look.done")}</Button></>}
    >
      <fieldset className="field">
        <legend className="label">{t("look.columns")}</legend>
        {columns.map((column) => (
          <label key={column.key} className="check"><input type="checkbox" checked={on.includes(column.key)} disabled={fixed(column)} onChange={() => toggle(column.key)} /><span>{column.label}{fixed(column) && <span className="faint small"> {t("look.always")}</span>}</span></label>
        ))}
      </fieldset>
      <fieldset className="field only-wide">
        <legend className="label">{t("look.density")}</legend>
        <div className="seg">
          {(["compact", "comfortable"] as const).map((one) => <button key={one} type="button" aria-pressed={density === one} onClick={() => prefer({ density: one })}>{t(`look.${one}`)}</button>)}
        </div>
      </fieldset>
      <section className="stack-2">
        <h3 className="label">{t("look.take")}</h3>
        <div className="row wrap">
          {csv && <a className={buttonClass()} href={csv} download><Icon name="download" size={16} />{t("look.csv", { count: total })}</a>}
          <Button icon="printer" onClick={() => { onClose(); setTimeout(() => window.print(), 50); }}>{t("look.print")}</Button>
        </div>
      </section>
    </Dialog>
  );
}
