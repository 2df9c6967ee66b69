import "@/shared/ui/index.css";
import { type ComponentType, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { InvitationPage } from "@/features/door/InvitationPage";
import { LoginPage } from "@/features/door/LoginPage";
import { RegisterPage } from "@/features/door/RegisterPage";
import { ResetPage } from "@/features/door/ResetPage";
import { VerifyPage } from "@/features/door/VerifyPage";
import { speak, startI18n } from "@/shared/i18n/i18n";
import { enterHouse } from "@/shared/session/house";

/** A page of its own, without router and cache: signing in must not wait for the application behind it. */
const pages: Record<string, ComponentType> = { "/register": RegisterPage, "/invitation": InvitationPage, "/reset-password": ResetPage, "/verify": VerifyPage };
const Page = pages[location.pathname.replace(/\/$/u, "")] ?? LoginPage;

enterHouse(location.search);
const place = document.getElementById("root");
if (place) {
  void startI18n("door", "signin").then(() => createRoot(place).render(<StrictMode><Page /></StrictMode>))
    // Not needed to paint; by the time anything can go wrong, the words are there.
    .then(() => speak("problem"));
}
