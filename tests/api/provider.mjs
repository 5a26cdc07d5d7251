// A real OpenID Connect provider for the tests: node provider.mjs ISSUER FD REDIRECT_URI. Any login name is an account.
import { createServer } from "node:http";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { Provider } = await import(require.resolve("oidc-provider"));

const [issuer, fd, redirect] = process.argv.slice(2);
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "mitten",
      client_secret: process.env.MITTEN_OIDC_CLIENT_SECRET,
      redirect_uris: [redirect],
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  // As most providers do: what was asked for by scope stands in the ID token too.
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: true } },
  cookies: { keys: ["tests"] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      name: `${id} vom Dienst`,
      email: `${id}@unna.example`,
      email_verified: !id.startsWith("fremd"),
      groups: id.startsWith("redaktion") ? ["mitten-unna"] : [],
    }),
  }),
});
createServer(provider.callback()).listen({ fd: Number(fd) }, () => console.log("ready"));
