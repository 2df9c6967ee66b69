import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { useUrlState } from "@/shared/table/url-state";
import { Failed } from "@/shared/ui/Empty";
import { usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Steps } from "@/shared/ui/Steps";
import { CheckStep } from "./CheckStep";
import { ColumnsStep } from "./ColumnsStep";
import { FileStep } from "./FileStep";
import { importQuery } from "./queries";
import { ResultStep } from "./ResultStep";

const names = ["file", "columns", "check", "import"] as const;

/** S22: file, columns, check, import. The step lives in the address, so that a closed tab can be taken up again. */
export function ImportPage() {
  const { t } = useTranslation();
  const { importId } = useParams({ strict: false }) as { importId?: string };
  const [state] = useUrlState();
  const { data, error, refetch } = useQuery({ ...importQuery(importId ?? ""), enabled: !!importId });
  usePage(t("import.title"), { parent: { label: t("nav.students"), to: "/students" } });
  const step = !importId ? 0 : Math.max(1, names.indexOf((state["step"] ?? "columns") as (typeof names)[number]));
  return (
    <>
      <div className="mb-5"><Steps label={t("import.steps")} names={names.map((name) => t(`import.step.${name}`))} current={step} /></div>
      {!importId ? <FileStep />
        : error ? <div className="card"><Failed what={t("import.one")} error={error} retry={() => void refetch()} /></div>
          : !data ? <Skeleton rows={5} />
            : step === 1 ? <ColumnsStep key={data.id} data={data} task={state["task"]} />
              : step === 2 ? <CheckStep data={data} />
                : <ResultStep data={data} task={state["task"]} undo={state["undo"]} />}
    </>
  );
}
