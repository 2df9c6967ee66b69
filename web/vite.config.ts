import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { catalogues } from "./catalogues";
import { twins } from "./twins";

// The build lands inside the Python package, which serves it from the same origin as the API.
export default defineConfig({
  plugins: [catalogues(), react(), tailwindcss(), twins()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: fileURLToPath(new URL("../careerdesk/web", import.meta.url)),
    emptyOutDir: true,
    // The content security policy allows no data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 400,
    // Two documents: whoever signs in does not wait for the application behind the door.
    rollupOptions: { input: ["index.html", "door.html"].map((page) => fileURLToPath(new URL(page, import.meta.url))) },
  },
  server: {
    proxy: { "/api": { target: process.env.CAREERDESK_API ?? "http://127.0.0.1:8000", changeOrigin: false } },
  },
});
