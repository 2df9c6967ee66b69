import { useTranslation } from "@/shared/i18n/i18n";
import { timeOf } from "@/shared/i18n/format";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Icon } from "@/shared/ui/Icon";
import { Notice } from "@/shared/ui/Notice";
import type { Draft } from "./draft";

/** Offers what was typed before. */
export function DraftOffer({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!draft.offered) return null;
  return (
    <Notice tone="info" icon="notebook-pen" role="status" action={<span className="row wrap"><Button small onClick={draft.discard}>{t("draft.discard")}</Button><Button small kind="primary" onClick={draft.restore}>{t("draft.restore")}</Button></span>}>
      <b>{t("draft.found")}</b> <span className="muted">{t("draft.from", { when: format.moment(draft.offered.at) })}</span>
    </Notice>
  );
}

/** "Draft saved 14:02". */
export function DraftSaved({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const { locale } = useFormat();
  return <p className="small muted row draft-saved" role="status">{draft.savedAt && <><Icon name="check" size={16} />{t("draft.saved", { time: timeOf(new Date(draft.savedAt), locale) })}</>}</p>;
}
