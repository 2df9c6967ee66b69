import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Due } from "@/shared/ui/facts";
import { Mono } from "@/shared/ui/Mono";
import { Asked } from "./Asked";
import { jobBody, type JobValues } from "./form";
import { JobFacts, JobText } from "./JobDetailPane";
import { Process } from "./JobMore";
import type { JobDetail } from "./types";

/** The posting as students will see it, from what stands in the form; their own verdict apart. */
export function PreviewDialog({ values, job, onClose }: { values: JobValues; job: JobDetail | null; onClose: () => void }) {
  const { t } = useTranslation();
  const { locale } = useFormat();
  const me = useMe();
  const body = jobBody(values, locale, false);
  const company = { id: job?.company.id ?? me.company?.id ?? "new", name: values.company || me.company?.name || t("job.company") };
  const shown = { ...job, ...body, id: job?.id ?? "new", company, deadline_at: body.deadline ?? null, ctc_parts: body.ctc_parts ?? [], process: body.process ?? [], skills: body.skills ?? [], jd_file: job?.jd_file ?? null } as unknown as JobDetail;
  return (
    <Dialog open wide onClose={onClose} title={t("preview.title")} sub={t("preview.sub")} foot={<Button data-autofocus kind="primary" onClick={onClose}>{t("action.close")}</Button>}>
      <div className="detail-head">
        <Mono name={company.name} id={company.id} size="lg" />
        <div className="grow">
          <h3 className="h2" dir="auto">{values.title || t("job.role")}</h3>
          <p className="muted">{company.name}{values.location && `, ${values.location}`}<span className="dotsep">{t(`jobType.${values.job_type}`, { defaultValue: values.job_type })}</span></p>
          {shown.deadline_at && <Due at={shown.deadline_at} icon />}
        </div>
      </div>
      <div className="stack-6"><Asked job={shown} /><JobText job={shown} /><Process job={shown} /><JobFacts job={shown} /></div>
    </Dialog>
  );
}
