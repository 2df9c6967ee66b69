import { createContext, type ReactNode, useContext } from "react";
import type { Translate } from "@/shared/i18n/i18n";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Icon } from "@/shared/ui/Icon";
import type { IconName } from "@/shared/ui/icons";
import type { Check } from "./types";

export const levelIcons: Record<Check["level"], IconName> = { error: "circle-x", warn: "triangle-alert", info: "info" };

/** A check in the reader's language; one that the catalogue does not know keeps the server's words. */
export function useCheckWords(): (check: Check) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (check) => checkText(t, check, format.number, format.money);
}

function checkText(t: Translate, { code, message, facts }: Check, number: (value: number) => string, money: (value: number) => string): string {
  const rule = typeof facts["rule"] === "string" ? t(`rule.${facts["rule"]}`, { defaultValue: facts["rule"] }) : "";
  const said: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(facts)) {
    if (typeof value === "number") said[name] = name === "ctc" || name === "total" || name === "amount" ? money(value) : name === "hours" || name === "months" ? value : number(value);
    else if (typeof value === "string") said[name] = value;
  }
  return t(`check.${code}`, { ...said, rule, defaultValue: message });
}

interface Notes {
  checks: Check[];
  /** Fields that were guessed from a text, and have not been looked at since. */
  unsure: Record<string, string>;
}

export const NotesContext = createContext<Notes>({ checks: [], unsure: {} });

function Note({ icon, look, children }: { icon: IconName; look: string; children: ReactNode }) {
  return <span className={`field-note ${look}`}><Icon name={icon} size={16} /><span>{children}</span></span>;
}

/** What stands under a label: the hint, that the value was guessed, and what the checks say of this field. */
export function useNote(): (name: string, hint?: ReactNode) => ReactNode {
  const { t } = useTranslation();
  const words = useCheckWords();
  const { checks, unsure } = useContext(NotesContext);
  return (name, hint) => {
    const own = checks.filter((check) => check.field === name);
    const guess = unsure[name];
    if (own.length === 0 && guess === undefined) return hint;
    return (
      <>
        {hint}
        {guess !== undefined && <Note icon="circle-help" look="note-warn">{guess ? t("read.guess", { text: guess }) : t("read.guessPlain")}</Note>}
        {own.map((check) => <Note key={check.code} icon={levelIcons[check.level]} look={`note-${check.level}`}>{words(check)}</Note>)}
      </>
    );
  };
}
