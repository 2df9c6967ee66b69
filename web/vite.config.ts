import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { catalogues } from "./catalogues";
import { first } from "./first";
import { twins } from "./twins";

// The build lands inside the Python package, which serves it from the same origin as the API.
export default defineConfig({
  plugins: [catalogues(), react(), tailwindcss(), first(), twins()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: fileURLToPath(new URL("../careerdesk/web", import.meta.url)),
    emptyOutDir: true,
    // The content security policy allows no data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 400,
    rolldownOptions: {
      // Two documents: whoever signs in does not wait for the application behind the door.
      input: ["index.html", "door.html"].map((page) => fileURLToPath(new URL(page, import.meta.url))),
      output: {
        // Each file costs a kilobyte of headers: what every page needs travels together, as does what every form needs.
        codeSplitting: {
          groups: [
            { name: "base", test: /node_modules\/(?:react|react-dom|scheduler|@lingui\/core|openapi-fetch)\/|src\/shared\/(?:i18n\/i18n|http\/(?:http|problem)|session\/expiry|ui\/(?:Button|Icon|icons|Notice|Brand|Skeleton|page|theme))\./u },
            { name: "form", test: /src\/shared\/(?:form\/(?:plain|Field|ErrorSummary|submit)\.|session\/(?:SignIn|CodeForm|CodeField|EmailForm|PasswordForm|Providers|passkey|ways)\.)/u },
            { name: "app", test: /node_modules\/@tanstack\/|src\/app\/(?!main|.*Page)|src\/features\/(?!door)\w+\/queries\.ts|src\/shared\/(?:keys\/|preferences\/|flow\/(?:statuses|moves)|http\/query-client|session\/me|table\/url-state|ui\/(?:PlainLink|Mono|facts|Empty|toast|Toaster|wide))/u },
          ],
        },
      },
    },
  },
  server: {
    proxy: { "/api": { target: process.env.CAREERDESK_API ?? "http://127.0.0.1:8000", changeOrigin: false } },
  },
});
