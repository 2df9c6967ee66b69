import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { problemText } from "@/shared/http/problem-text";
import { useFormat } from "@/shared/i18n/use-format";
import { DataTable, type TableColumn } from "@/shared/table/DataTable";
import { Pager } from "@/shared/table/Pager";
import { pageOf, useUrlState } from "@/shared/table/url-state";
import { Button } from "@/shared/ui/Button";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Notice } from "@/shared/ui/Notice";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { allKeysQuery, type OwnedKey, revokeAnybodys } from "./queries";

/** Every API key of the institution: whose it is, how far it reaches, when it was last used. */
export function AllKeysTab() {
  const { t } = useTranslation();
  const format = useFormat();
  const [state, change] = useUrlState();
  const { data, error, isFetching, refetch } = useQuery({ ...allKeysQuery({ page: pageOf(state), limit: 25 }), placeholderData: keepPreviousData });
  const revoke = useMutation({ mutationFn: revokeAnybodys, onSuccess: () => toast(t("settings.revoked")) });
  if (error) return <div className="card"><Failed what={t("settings.tab.keys")} error={error} retry={() => void refetch()} /></div>;
  if (!data) return <Skeleton rows={5} />;
  if (data.items.length === 0) return <div className="card"><Empty icon="lock" title={t("settings.noKeys")}>{t("settings.noKeysText")}</Empty></div>;
  const columns: TableColumn<OwnedKey>[] = [
    { key: "name", label: t("settings.keyName"), card: "title", cell: (one) => <span><b className="strong">{one.name}</b> <code className="small faint">{one.prefix}…</code></span> },
    { key: "owner", label: t("settings.keyOwner"), cell: (one) => one.owner.full_name },
    { key: "scopes", label: t("settings.keyScopes"), className: "wrap-cell", cell: (one) => <span className="small">{one.scopes.join(", ")}</span> },
    { key: "used", label: t("settings.keyUsed"), cell: (one) => one.last_used_at ? format.moment(one.last_used_at) : t("settings.never") },
    { key: "until", label: t("settings.keyUntil"), num: true, cell: (one) => format.day(one.expires_at, true) },
    { key: "revoke", label: "", cell: (one) => <Button small kind="danger" busy={revoke.isPending && revoke.variables === one.id} onClick={() => revoke.mutate(one.id)}>{t("settings.revoke")}</Button> },
  ];
  return (
    <div className="stack">
      {revoke.error && <Notice tone="bad" role="alert">{problemText(t, Problem.from(revoke.error))}</Notice>}
      <section className="card">
        <DataTable caption={t("settings.tab.keys")} columns={columns} rows={data.items} rowId={(one) => one.id} rowName={(one) => one.name} state={state} fetching={isFetching} />
        <Pager {...data} onPage={(page) => change({ page: String(page) })} />
      </section>
    </div>
  );
}
