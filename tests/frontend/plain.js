// The vendor's login component without React: an element of the page.

import { B2BProducts, StytchB2B, createStytchB2BClient } from "@stytch/vanilla-js/b2b";

window.client = createStytchB2BClient(window.publicToken);
customElements.define("stytch-login", StytchB2B);

const login = document.createElement("stytch-login");
login.client = window.client;
login.config = {
  authFlowType: "Discovery",
  products: [B2BProducts.emailMagicLinks],
  emailMagicLinksOptions: { discoveryRedirectURL: location.origin },
  sessionOptions: { sessionDurationMinutes: 60 },
};
document.body.append(login);
