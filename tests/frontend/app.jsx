// An application with the vendor's components: the path says which one it shows.

import { createRoot } from "react-dom/client";
import {
  B2BProducts,
  StytchB2B,
  StytchB2BProvider,
  createStytchB2BClient,
  useStytchIsAuthorized,
  useStytchMember,
} from "@stytch/react/b2b";
import {
  AdminPortalMemberManagement,
  AdminPortalOrgSettings,
  AdminPortalSCIM,
  AdminPortalSSO,
} from "@stytch/react/b2b/adminPortal";

window.client = createStytchB2BClient(window.publicToken);

const here = (path) => location.origin + path;
const acme = { loginRedirectURL: here("/acme"), signupRedirectURL: here("/acme") };
const discovery = { discoveryRedirectURL: here("/discovery") };
const config = {
  products: [B2BProducts.emailMagicLinks, B2BProducts.passwords, B2BProducts.oauth, B2BProducts.sso],
  emailMagicLinksOptions: { ...acme, ...discovery },
  oauthOptions: { ...acme, ...discovery, providers: ["google"] },
  passwordOptions: { ...acme, ...discovery, resetPasswordRedirectURL: here("/reset") },
  sessionOptions: { sessionDurationMinutes: 60 },
  ssoOptions: acme,
};

const PAGES = {
  "/discovery": () => <StytchB2B config={{ ...config, authFlowType: "Discovery" }} />,
  "/acme": () => <StytchB2B config={{ ...config, authFlowType: "Organization", organizationSlug: "acme" }} />,
  "/reset": () => <StytchB2B config={{ ...config, authFlowType: "PasswordReset" }} />,
  "/admin/members": () => <AdminPortalMemberManagement />,
  "/admin/organization": () => <AdminPortalOrgSettings />,
  "/admin/scim": () => <AdminPortalSCIM />,
  "/admin/sso": () => <AdminPortalSSO />,
};

const Me = () => {
  const { member } = useStytchMember();
  const { isAuthorized } = useStytchIsAuthorized("stytch.sso", "create");
  return <p data-testid="me">{member ? `${member.email_address}${isAuthorized ? ", who connects" : ""}` : "nobody"}</p>;
};

const Page = PAGES[location.pathname];

createRoot(document.getElementById("root")).render(
  <StytchB2BProvider stytch={window.client}>
    <Me />
    <Page />
  </StytchB2BProvider>,
);
