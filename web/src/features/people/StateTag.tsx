import { useTranslation } from "@/shared/i18n/i18n";
import type { PersonItem } from "./queries";

const tones: Record<PersonItem["state"], string> = { active: "tag tag-ok", invited: "tag tag-warn", inactive: "tag" };

export function StateTag({ state }: { state: PersonItem["state"] }) {
  const { t } = useTranslation();
  return <span className={tones[state]}>{t(`people.state.${state}`)}</span>;
}
