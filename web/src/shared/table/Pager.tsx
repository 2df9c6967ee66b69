import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";

interface Props {
  page: number;
  limit: number;
  total: number;
  pages: number;
  onPage: (page: number) => void;
  note?: string | undefined;
}

export function Pager({ page, limit, total, pages, onPage, note }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const from = total === 0 ? 0 : (page - 1) * limit + 1;
  const to = Math.min(page * limit, total);
  return (
    <nav className="pager" aria-label={t("pager.label")}>
      <span className="num">{t("pager.range", { from: format.number(from), to: format.number(to), total: format.number(total) })}{note && `, ${note}`}</span>
      {pages > 1 && (
        <span className="row">
          <Button small disabled={page <= 1} onClick={() => onPage(page - 1)}>{t("pager.previous")}</Button>
          <Button small disabled={page >= pages} onClick={() => onPage(page + 1)}>{t("pager.next")}</Button>
        </span>
      )}
    </nav>
  );
}
