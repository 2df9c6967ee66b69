import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { Change } from "./Change";
import { type Correction, correctionsQuery } from "./queries";

const DecideDialog = lazy(async () => ({ default: (await import("./DecideDialog")).DecideDialog }));

/** What this student asks to have corrected, beside the record it is about. */
export function OpenCorrections({ studentId }: { studentId: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(correctionsQuery({ state: "ASKED", student_id: studentId, limit: 20 }));
  const [deciding, setDeciding] = useState<{ one: Correction; move: "accept" | "refuse" } | null>(null);
  return (
    <>
      {data?.items.map((one) => (
        <Notice key={one.id} tone="warn" icon="pencil">
          <b>{t("corrections.wants", { field: t(`field.${one.field}`) })}</b> <Change correction={one} />
          <p className="small muted" dir="auto">“{one.reason}”</p>
          {one.changed_meanwhile && <p className="small">{t("corrections.changed", { now: one.now === null ? t("profile.none") : String(one.now) })}</p>}
          <span className="row wrap">
            {!one.changed_meanwhile && <Button small kind="primary" onClick={() => setDeciding({ one, move: "accept" })}>{t("corrections.accept")}</Button>}
            <Button small onClick={() => setDeciding({ one, move: "refuse" })}>{t("corrections.refuse")}</Button>
          </span>
        </Notice>
      ))}
      {deciding && <Suspense><DecideDialog correction={deciding.one} move={deciding.move} onClose={() => setDeciding(null)} /></Suspense>}
    </>
  );
}
