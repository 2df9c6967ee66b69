import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { problemText } from "@/shared/http/problem-text";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { toast } from "@/shared/ui/toast";
import { shareOffer, unshareOffer } from "./queries";
import type { OfferDetail } from "./types";

/** A link for parents: readable without an account for a week, and taken back at will. */
export function Share({ offer }: { offer: OfferDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [url, setUrl] = useState<string | null>(null);
  const share = useMutation({ mutationFn: () => shareOffer(offer.application_id), onSuccess: (made) => setUrl(made.url) });
  const unshare = useMutation({ mutationFn: () => unshareOffer(offer.application_id), onSuccess: () => { setUrl(null); toast(t("offer.shareGone")); } });
  const error = share.error ?? unshare.error;
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      toast(t("offer.shareCopied"));
    } catch {
      // Without the right to the clipboard the field is there to select from.
    }
  };
  return (
    <section className="card card-pad stack">
      <h2 className="h2">{t("offer.share")}</h2>
      <p className="small muted">{t("offer.shareText")}</p>
      {error && <Notice tone="bad" role="alert">{problemText(t, Problem.from(error))}</Notice>}
      {url && (
        <div className="field">
          <label htmlFor="offer-link">{t("offer.shareLink")}</label>
          <div className="row"><input id="offer-link" className="input grow" readOnly value={url} onFocus={(event) => event.target.select()} /><Button icon="copy" onClick={() => void copy(url)}>{t("action.copy")}</Button></div>
        </div>
      )}
      {offer.shared_until && <p className="small" role="status">{t("offer.sharedUntil", { when: format.moment(offer.shared_until) })}</p>}
      <div className="row wrap">
        {!url && <Button icon="external-link" busy={share.isPending} onClick={() => share.mutate()}>{t(offer.shared_until ? "offer.shareAgain" : "offer.shareMake")}</Button>}
        {offer.shared_until && <Button kind="danger" busy={unshare.isPending} onClick={() => unshare.mutate()}>{t("offer.shareTakeBack")}</Button>}
      </div>
    </section>
  );
}
