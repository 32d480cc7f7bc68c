// The page: it logs in with Stytch's frontend SDK, and asks the backend with the cookies that the SDK sets.

const { publicToken, endpoints } = await (await fetch("/config")).json();
const client = stytch.createStytchB2BClient(publicToken, endpoints ? { endpoints } : {});

const part = (id) => document.getElementById(id);
const say = (text) => { part("said").textContent = text; };

function show() {
  const member = client.self.getSync();
  part("login").hidden = Boolean(member);
  part("home").hidden = !member;
  part("who").textContent = member?.email_address ?? "";
}

part("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { slug, email } = Object.fromEntries(new FormData(event.target));
  const { organization } = await client.organization.getBySlug({ organization_slug: slug });
  if (!organization) return say("There is no such organization.");
  await client.magicLinks.email.loginOrSignup({
    organization_id: organization.organization_id,
    email_address: email,
    login_redirect_url: location.origin,
    signup_redirect_url: location.origin,
  });
  say("Follow the link in the e-mail.");
});

for (const button of document.querySelectorAll("[data-asks]")) {
  button.addEventListener("click", async () => {
    const response = await fetch(button.dataset.asks);
    say(`${response.status} ${JSON.stringify(await response.json(), null, 2)}`);
  });
}

part("out").addEventListener("click", async () => {
  await client.session.revoke();
  say("");
});

client.self.onChange(show);
if (location.search) {
  await client.authenticateByUrl({ session_duration_minutes: 60 }).catch((error) => say(error.message));
  history.replaceState({}, "", "/");
}
show();
