import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Icon } from "@/shared/ui/Icon";
import type { UrlState } from "./url-state";

export interface Filter {
  name: string;
  label: string;
  /** Choices; without them the filter takes a number or a text. */
  options?: { value: string; label: string; count?: number | undefined }[];
  /** Several may hold at once, joined by commas in the address. */
  many?: boolean;
  type?: "number" | "text";
  /** The filter in plain words, for its chip. */
  words: (value: string) => string;
}

interface Props {
  filters: Filter[];
  state: UrlState;
  onChange: (patch: Record<string, string | null>) => void;
}

/** Filters that hold are chips in plain words; the rest wait behind one button. */
export function FilterMenu({ filters, state, onChange }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<Record<string, string>>({});
  const held = filters.filter((filter) => state[filter.name]);

  const begin = () => {
    setDraft(Object.fromEntries(filters.map((filter) => [filter.name, state[filter.name] ?? ""])));
    setOpen(true);
  };
  const apply = () => {
    onChange(Object.fromEntries(filters.map((filter) => [filter.name, draft[filter.name]?.replace(",", filter.type === "number" ? "." : ",") || null])));
    setOpen(false);
  };
  const pick = (filter: Filter, value: string) => {
    const now = draft[filter.name] ?? "";
    if (!filter.many) return setDraft({ ...draft, [filter.name]: now === value ? "" : value });
    const set = new Set(now.split(",").filter(Boolean));
    if (!set.delete(value)) set.add(value);
    setDraft({ ...draft, [filter.name]: [...set].join(",") });
  };

  return (
    <>
      {held.map((filter) => {
        const words = filter.words(state[filter.name] ?? "");
        return (
          <button key={filter.name} type="button" className="chip chip-on" aria-label={t("filter.remove", { words })} onClick={() => onChange({ [filter.name]: null })}>
            {words} <Icon name="x" />
          </button>
        );
      })}
      <button type="button" className="chip" onClick={begin}><Icon name={held.length ? "plus" : "sliders-horizontal"} />{t("filter.add")}</button>
      <Dialog
        open={open} onClose={() => setOpen(false)} onSubmit={apply} title={t("filter.title")} drawer
        foot={<>
          <Button kind="quiet" onClick={() => setDraft({})}>{t("filter.clearAll")}</Button>
          <Button kind="primary" type="submit">{t("filter.show")}</Button>
        </>}
      >
        {filters.map((filter) => (
          <fieldset key={filter.name} className="field">
            <legend className="label">{filter.label}</legend>
            {filter.options ? (
              <div className="chips">
                {filter.options.map((option) => {
                  const on = (draft[filter.name] ?? "").split(",").includes(option.value);
                  return (
                    <button key={option.value} type="button" className="chip" aria-pressed={on} onClick={() => pick(filter, option.value)}>
                      {on && <Icon name="check" />}{option.label}{option.count !== undefined && <span className="faint num">{option.count}</span>}
                    </button>
                  );
                })}
              </div>
            ) : (
              <input
                className="input input-short" aria-label={filter.label} inputMode={filter.type === "number" ? "decimal" : "text"}
                value={draft[filter.name] ?? ""} onChange={(event) => setDraft({ ...draft, [filter.name]: event.target.value })}
              />
            )}
          </fieldset>
        ))}
      </Dialog>
    </>
  );
}
