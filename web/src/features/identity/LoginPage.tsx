import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { queryClient } from "@/shared/http/query-client";
import { Notice } from "@/shared/ui/facts";
import { usePage } from "@/shared/ui/page";
import { DoorFrame } from "./Frame";
import { safeNext } from "./next";
import { SignInForm } from "./SignInForm";

export function LoginPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Record<string, string>;
  usePage(t("signIn.title"));
  return (
    <DoorFrame>
      <div>
        <h1>{t("signIn.title")}</h1>
        <p className="muted">{t("signIn.for")}</p>
      </div>
      {search["next"] && <Notice tone="info">{t("signIn.first")}</Notice>}
      <SignInForm
        onDone={async () => {
          queryClient.clear();
          await navigate({ href: safeNext(search["next"]) });
        }}
      />
      <p className="small muted">{t("signIn.noAccount")} <Link to="/register">{t("signIn.register")}</Link></p>
    </DoorFrame>
  );
}
