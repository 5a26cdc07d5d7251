import { defineConfig } from "vite";

/** Where `npm run dev` finds the API; the built app is served by the API itself. */
const api = "http://127.0.0.1:8661";

export default defineConfig({
  server: { proxy: { "/api": api } },
  build: {
    target: "es2022",
    // Fonts as files: the content security policy allows no data: fonts.
    assetsInlineLimit: 0,
    // MapLibre alone is larger than the limit that Vite warns about; it has a chunk of its own.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      // The map, and the page of accounts, which needs no map.
      input: ["index.html", "konto/index.html"],
      output: {
        codeSplitting: {
          groups: [{ name: "maplibre", test: /node_modules[\\/]maplibre-gl/ }],
        },
        // The worker is served as .js, so that no server needs to know the type of .mjs.
        assetFileNames: ({ names }) =>
          names.some((name) => name.endsWith(".mjs"))
            ? "assets/[name]-[hash].js"
            : "assets/[name]-[hash][extname]",
      },
    },
  },
});
