# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `sessions`."""

from __future__ import annotations

import enum
from typing import Any

from aiostytch import light_attrs
from aiostytch.model import Model, OpenEnum, Response, Timestamp

from .device_history import DeviceInfo
from .mfa import MfaRequired
from .organizations import Member, Organization


@light_attrs.define(kw_only=True, eq=False, repr=False)
class PrimaryRequired(Model):
    """The login method that is still required."""

    allowed_auth_methods: list[str]
    """The methods that complete the login, e.g. `magic_link`."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class AmazonOAuthFactor(Model):
    """A login with Amazon."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Amazon."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class AppleOAuthFactor(Model):
    """A login with Apple."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Apple."""
    email_id: str | None = None
    """ID of the e-mail address."""


class AuthenticationFactorDeliveryMethod(OpenEnum):
    """Ways in which a factor reaches a member.

    Those that begin with `oauth_` are logins with the provider of that name.
    """

    EMAIL = enum.auto()
    """A message by e-mail."""
    SMS = enum.auto()
    """A text message."""
    WHATSAPP = enum.auto()
    """A WhatsApp message."""
    EMBEDDED = enum.auto()
    """A magic link that your application delivered."""
    OAUTH_GOOGLE = enum.auto()
    OAUTH_MICROSOFT = enum.auto()
    OAUTH_APPLE = enum.auto()
    WEBAUTHN_REGISTRATION = enum.auto()
    """A security key or passkey."""
    AUTHENTICATOR_APP = enum.auto()
    """A code of an authenticator app."""
    OAUTH_GITHUB = enum.auto()
    RECOVERY_CODE = enum.auto()
    """A recovery code."""
    OAUTH_FACEBOOK = enum.auto()
    CRYPTO_WALLET = enum.auto()
    """A signature of a crypto wallet."""
    OAUTH_AMAZON = enum.auto()
    OAUTH_BITBUCKET = enum.auto()
    OAUTH_COINBASE = enum.auto()
    OAUTH_DISCORD = enum.auto()
    OAUTH_FIGMA = enum.auto()
    OAUTH_GITLAB = enum.auto()
    OAUTH_INSTAGRAM = enum.auto()
    OAUTH_LINKEDIN = enum.auto()
    OAUTH_SHOPIFY = enum.auto()
    OAUTH_SLACK = enum.auto()
    OAUTH_SNAPCHAT = enum.auto()
    OAUTH_SPOTIFY = enum.auto()
    OAUTH_STEAM = enum.auto()
    OAUTH_TIKTOK = enum.auto()
    OAUTH_TWITCH = enum.auto()
    OAUTH_TWITTER = enum.auto()
    KNOWLEDGE = enum.auto()
    """A password."""
    BIOMETRIC = enum.auto()
    """A fingerprint or face, checked by the device."""
    SSO_SAML = enum.auto()
    """A SAML connection."""
    SSO_OIDC = enum.auto()
    """An OIDC connection."""
    OAUTH_SALESFORCE = enum.auto()
    OAUTH_YAHOO = enum.auto()
    OAUTH_HUBSPOT = enum.auto()
    IMPORTED_AUTH0 = enum.auto()
    """A session imported from Auth0."""
    OAUTH_EXCHANGE_SLACK = enum.auto()
    """A Slack login transferred from another organization."""
    OAUTH_EXCHANGE_HUBSPOT = enum.auto()
    """A HubSpot login transferred from another organization."""
    OAUTH_EXCHANGE_GITHUB = enum.auto()
    """A GitHub login transferred from another organization."""
    OAUTH_EXCHANGE_GOOGLE = enum.auto()
    """A Google login transferred from another organization."""
    IMPERSONATION = enum.auto()
    """Impersonation from the dashboard."""
    OAUTH_ACCESS_TOKEN_EXCHANGE = enum.auto()
    """An access token of a connected app."""
    TRUSTED_TOKEN_EXCHANGE = enum.auto()
    """A token of a trusted identity provider."""


class AuthenticationFactorType(OpenEnum):
    """Kinds of authentication factors."""

    MAGIC_LINK = enum.auto()
    """A link, sent by e-mail."""
    OTP = enum.auto()
    """A passcode, sent by SMS."""
    OAUTH = enum.auto()
    """An account at an OAuth provider."""
    WEBAUTHN = enum.auto()
    """A security key or passkey."""
    TOTP = enum.auto()
    """A code of an authenticator app."""
    CRYPTO = enum.auto()
    """A crypto wallet."""
    PASSWORD = enum.auto()
    """A password."""
    SIGNATURE_CHALLENGE = enum.auto()
    """A signed challenge."""
    SSO = enum.auto()
    """An SSO connection."""
    IMPORTED = enum.auto()
    """A factor imported from another system."""
    RECOVERY_CODES = enum.auto()
    """A recovery code."""
    EMAIL_OTP = enum.auto()
    """A passcode, sent by e-mail."""
    IMPERSONATED = enum.auto()
    """An impersonation of the member."""
    TRUSTED_AUTH_TOKEN = enum.auto()
    """A token of a trusted identity provider."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class AuthenticatorAppFactor(Model):
    """A code of an authenticator app."""

    totp_id: str
    """ID of the authenticator app registration."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class BiometricFactor(Model):
    """A biometric login on a device."""

    biometric_registration_id: str
    """ID of the biometric registration."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class BitbucketOAuthFactor(Model):
    """A login with Bitbucket."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Bitbucket."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class CoinbaseOAuthFactor(Model):
    """A login with Coinbase."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Coinbase."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class CryptoWalletFactor(Model):
    """A login with a crypto wallet."""

    crypto_wallet_id: str
    """ID of the wallet registration."""
    crypto_wallet_address: str
    """Address of the wallet."""
    crypto_wallet_type: str
    """Kind of wallet, e.g. `ethereum`."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DiscordOAuthFactor(Model):
    """A login with Discord."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Discord."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class EmailFactor(Model):
    """A login by e-mail."""

    email_id: str
    """ID of the e-mail address."""
    email_address: str
    """The address that was used."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class EmbeddableMagicLinkFactor(Model):
    """A login by a magic link that your application delivered."""

    embedded_id: str
    """ID of the embedded magic link."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class FacebookOAuthFactor(Model):
    """A login with Facebook."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Facebook."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class FigmaOAuthFactor(Model):
    """A login with Figma."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Figma."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GitLabOAuthFactor(Model):
    """A login with GitLab."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at GitLab."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GithubOAuthExchangeFactor(Model):
    """A login with GitHub that was transferred from another organization."""

    email_id: str
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GithubOAuthFactor(Model):
    """A login with GitHub."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at GitHub."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GoogleOAuthExchangeFactor(Model):
    """A login with Google that was transferred from another organization."""

    email_id: str
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GoogleOAuthFactor(Model):
    """A login with Google."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Google."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class HubspotOAuthExchangeFactor(Model):
    """A login with HubSpot that was transferred from another organization."""

    email_id: str
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class HubspotOAuthFactor(Model):
    """A login with HubSpot."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at HubSpot."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ImpersonatedFactor(Model):
    """The person who impersonates the member."""

    impersonator_id: str
    """Dashboard member ID of the impersonator."""
    impersonator_email_address: str
    """E-mail address of the impersonator."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class InstagramOAuthFactor(Model):
    """A login with Instagram."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Instagram."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class LinkedInOAuthFactor(Model):
    """A login with LinkedIn."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at LinkedIn."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class MicrosoftOAuthFactor(Model):
    """A login with Microsoft."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Microsoft."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class OAuthAccessTokenExchangeFactor(Model):
    """An access token of a connected app that was exchanged for a session."""

    client_id: str
    """OAuth client ID of the connected app."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class OIDCSSOFactor(Model):
    """A login by an OIDC connection."""

    id: str
    """ID of the SSO registration."""
    provider_id: str
    """ID of the OIDC connection."""
    external_id: str
    """ID of the member at the identity provider."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class PhoneNumberFactor(Model):
    """A passcode sent by phone."""

    phone_id: str
    """ID of the phone number."""
    phone_number: str
    """The phone number, E.164."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class RecoveryCodeFactor(Model):
    """A recovery code that was used."""

    totp_recovery_code_id: str
    """ID of the recovery code."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SAMLSSOFactor(Model):
    """A login by a SAML connection."""

    id: str
    """ID of the SSO registration."""
    provider_id: str
    """ID of the SAML connection."""
    external_id: str
    """ID of the member at the identity provider."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SalesforceOAuthFactor(Model):
    """A login with Salesforce."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Salesforce."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ShopifyOAuthFactor(Model):
    """A login with Shopify."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Shopify."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SlackOAuthExchangeFactor(Model):
    """A login with Slack that was transferred from another organization."""

    email_id: str
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SlackOAuthFactor(Model):
    """A login with Slack."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Slack."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SnapchatOAuthFactor(Model):
    """A login with Snapchat."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Snapchat."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SpotifyOAuthFactor(Model):
    """A login with Spotify."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Spotify."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SteamOAuthFactor(Model):
    """A login with Steam."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Steam."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class TikTokOAuthFactor(Model):
    """A login with TikTok."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at TikTok."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class TrustedAuthTokenFactor(Model):
    """A trusted auth token that was exchanged for a session."""

    token_id: str
    """ID of the trusted auth token."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class TwitchOAuthFactor(Model):
    """A login with Twitch."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Twitch."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class TwitterOAuthFactor(Model):
    """A login with Twitter."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Twitter."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class WebAuthnFactor(Model):
    """A login by a security key or passkey."""

    webauthn_registration_id: str
    """ID of the WebAuthn registration."""
    domain: str
    """Domain that the key is registered for."""
    user_agent: str | None = None
    """User agent of the device."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class YahooOAuthFactor(Model):
    """A login with Yahoo."""

    id: str
    """ID of the OAuth registration."""
    provider_subject: str
    """The member's ID at Yahoo."""
    email_id: str | None = None
    """ID of the e-mail address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class AuthenticationFactor(Model):
    """An authentication factor of a session; the field for its delivery method contains the details."""

    type: AuthenticationFactorType
    """Kind of factor."""
    delivery_method: AuthenticationFactorDeliveryMethod
    """How the factor reached the member."""
    amazon_oauth_factor: AmazonOAuthFactor | None = None
    """Details of a login with Amazon, or null."""
    apple_oauth_factor: AppleOAuthFactor | None = None
    """Details of a login with Apple, or null."""
    authenticator_app_factor: AuthenticatorAppFactor | None = None
    """Details of a code of an authenticator app, or null."""
    biometric_factor: BiometricFactor | None = None
    """Details of a biometric login, or null."""
    bitbucket_oauth_factor: BitbucketOAuthFactor | None = None
    """Details of a login with Bitbucket, or null."""
    coinbase_oauth_factor: CoinbaseOAuthFactor | None = None
    """Details of a login with Coinbase, or null."""
    created_at: Timestamp | None = None
    """When the member first authenticated with the factor, UTC."""
    crypto_wallet_factor: CryptoWalletFactor | None = None
    """Details of a login with a crypto wallet, or null."""
    discord_oauth_factor: DiscordOAuthFactor | None = None
    """Details of a login with Discord, or null."""
    email_factor: EmailFactor | None = None
    """Details of an e-mail login, or null."""
    embeddable_magic_link_factor: EmbeddableMagicLinkFactor | None = None
    """Details of a login by an embedded magic link, or null."""
    facebook_oauth_factor: FacebookOAuthFactor | None = None
    """Details of a login with Facebook, or null."""
    figma_oauth_factor: FigmaOAuthFactor | None = None
    """Details of a login with Figma, or null."""
    git_lab_oauth_factor: GitLabOAuthFactor | None = None
    """Details of a login with GitLab, or null."""
    github_oauth_exchange_factor: GithubOAuthExchangeFactor | None = None
    """Details of a GitHub login transferred from another organization, or null."""
    github_oauth_factor: GithubOAuthFactor | None = None
    """Details of a login with GitHub, or null."""
    google_oauth_exchange_factor: GoogleOAuthExchangeFactor | None = None
    """Details of a Google login transferred from another organization, or null."""
    google_oauth_factor: GoogleOAuthFactor | None = None
    """Details of a login with Google, or null."""
    hubspot_oauth_exchange_factor: HubspotOAuthExchangeFactor | None = None
    """Details of a HubSpot login transferred from another organization, or null."""
    hubspot_oauth_factor: HubspotOAuthFactor | None = None
    """Details of a login with HubSpot, or null."""
    impersonated_factor: ImpersonatedFactor | None = None
    """Who impersonates the member, or null."""
    instagram_oauth_factor: InstagramOAuthFactor | None = None
    """Details of a login with Instagram, or null."""
    last_authenticated_at: Timestamp | None = None
    """When the member last authenticated with the factor, UTC."""
    linked_in_oauth_factor: LinkedInOAuthFactor | None = None
    """Details of a login with LinkedIn, or null."""
    microsoft_oauth_factor: MicrosoftOAuthFactor | None = None
    """Details of a login with Microsoft, or null."""
    oauth_access_token_exchange_factor: OAuthAccessTokenExchangeFactor | None = None
    """Details of an exchanged access token, or null."""
    oidc_sso_factor: OIDCSSOFactor | None = None
    """Details of a login by OIDC, or null."""
    phone_number_factor: PhoneNumberFactor | None = None
    """Details of a passcode sent by phone, or null."""
    recovery_code_factor: RecoveryCodeFactor | None = None
    """Details of a recovery code that was used, or null."""
    salesforce_oauth_factor: SalesforceOAuthFactor | None = None
    """Details of a login with Salesforce, or null."""
    saml_sso_factor: SAMLSSOFactor | None = None
    """Details of a login by SAML, or null."""
    shopify_oauth_factor: ShopifyOAuthFactor | None = None
    """Details of a login with Shopify, or null."""
    slack_oauth_exchange_factor: SlackOAuthExchangeFactor | None = None
    """Details of a Slack login transferred from another organization, or null."""
    slack_oauth_factor: SlackOAuthFactor | None = None
    """Details of a login with Slack, or null."""
    snapchat_oauth_factor: SnapchatOAuthFactor | None = None
    """Details of a login with Snapchat, or null."""
    spotify_oauth_factor: SpotifyOAuthFactor | None = None
    """Details of a login with Spotify, or null."""
    steam_oauth_factor: SteamOAuthFactor | None = None
    """Details of a login with Steam, or null."""
    tik_tok_oauth_factor: TikTokOAuthFactor | None = None
    """Details of a login with TikTok, or null."""
    trusted_auth_token_factor: TrustedAuthTokenFactor | None = None
    """Details of a trusted auth token, or null."""
    twitch_oauth_factor: TwitchOAuthFactor | None = None
    """Details of a login with Twitch, or null."""
    twitter_oauth_factor: TwitterOAuthFactor | None = None
    """Details of a login with Twitter, or null."""
    updated_at: Timestamp | None = None
    """When the factor was last changed, UTC."""
    webauthn_factor: WebAuthnFactor | None = None
    """Details of a login by WebAuthn, or null."""
    yahoo_oauth_factor: YahooOAuthFactor | None = None
    """Details of a login with Yahoo, or null."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class MemberSession(Model):
    """A member's session."""

    member_session_id: str
    """ID of the session."""
    member_id: str
    """ID of the member."""
    started_at: Timestamp
    """When the session began, UTC."""
    last_accessed_at: Timestamp
    """When the session was last used, UTC."""
    expires_at: Timestamp
    """When the session ends unless it is extended, UTC."""
    authentication_factors: list[AuthenticationFactor]
    """The authentication factors of this session."""
    organization_id: str
    """ID of the organization that the session is for."""
    roles: list[str]
    """Names of the roles that the session has."""
    organization_slug: str
    """Slug of the organization."""
    custom_claims: dict[str, Any] | None = None
    """Claims that your application added to the session."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class AttestResponse(Response):
    """The session that a trusted auth token was exchanged for."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the member; calls also accept an external ID."""
    member_session: MemberSession
    """The session, or null if the login is not complete."""
    session_token: str = light_attrs.field(repr=False)
    """The session's opaque token; as an argument, the session to add to."""
    session_jwt: str = light_attrs.field(repr=False)
    """The session as a JWT, valid for 5 minutes; as an argument, the session to add to."""
    member: Member
    """The member after the call."""
    organization: Organization
    """The organization after the call."""
    status_code: int
    """HTTP status code of the response."""
    member_device: DeviceInfo | None = None
    """What is known of the member's device; null without a valid `telemetry_id`."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class AuthorizationVerdict(Model):
    """The result of an authorization check."""

    authorized: bool
    """Whether the action is permitted; always true in a successful result."""
    granting_roles: list[str]
    """The member's roles that permit the action."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class AuthenticateResponse(Response):
    """The session that was checked, with its member and organization."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_session: MemberSession
    """The session, or null if the login is not complete."""
    session_token: str = light_attrs.field(repr=False)
    """The session's opaque token."""
    session_jwt: str = light_attrs.field(repr=False)
    """A fresh JWT of the session, valid for 5 minutes."""
    member: Member
    """The member after the call."""
    organization: Organization
    """The organization after the call."""
    status_code: int
    """HTTP status code of the response."""
    verdict: AuthorizationVerdict | None = None
    """Why the permission was granted; null if none was checked."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class AuthorizationCheck(Model):
    """A permission to check."""

    organization_id: str
    """ID of the organization; it must be the member's own."""
    resource_id: str
    """The resource to act on, e.g. `documents`."""
    action: str
    """The action to check, e.g. `read`."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ExchangeAccessTokenResponse(Response):
    """The session that an access token was exchanged for."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the member; calls also accept an external ID."""
    session_token: str = light_attrs.field(repr=False)
    """The session's opaque token; as an argument, the session to add to."""
    session_jwt: str = light_attrs.field(repr=False)
    """The session as a JWT, valid for 5 minutes; as an argument, the session to add to."""
    member: Member
    """The member after the call."""
    organization: Organization
    """The organization after the call."""
    status_code: int
    """HTTP status code of the response."""
    member_device: DeviceInfo | None = None
    """What is known of the member's device; null without a valid `telemetry_id`."""
    member_session: MemberSession | None = None
    """The session, or null if the login is not complete."""


class ExchangeRequestLocale(OpenEnum):
    """Languages of the MFA message during a switch. Each is an IETF BCP 47 language tag."""

    EN = enum.auto()
    ES = enum.auto()
    PT_BR = "pt-br"
    FR = enum.auto()
    IT = enum.auto()
    DE_DE = "de-DE"
    ZH_HANS = "zh-Hans"
    CA_ES = "ca-ES"
    CS = enum.auto()
    FA = enum.auto()
    JA = enum.auto()
    NL = enum.auto()
    PL = enum.auto()
    RU = enum.auto()
    TR = enum.auto()
    VI = enum.auto()


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ExchangeResponse(Response):
    """The session in the other organization, or the authentication that is still required."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the member; calls also accept an external ID."""
    session_token: str = light_attrs.field(repr=False)
    """The session's opaque token; as an argument, the session to add to."""
    session_jwt: str = light_attrs.field(repr=False)
    """The session as a JWT, valid for 5 minutes; as an argument, the session to add to."""
    member: Member
    """The member after the call."""
    organization: Organization
    """The organization after the call."""
    member_authenticated: bool
    """Whether the login is complete; if false, `mfa_required` or `primary_required` has what is missing."""
    intermediate_session_token: str = light_attrs.field(repr=False)
    """Represents an unfinished login; valid for 10 minutes."""
    status_code: int
    """HTTP status code of the response."""
    intermediate_session_token_expires_at: Timestamp | None = None
    """When the intermediate session ends, or null if there is no intermediate session."""
    member_device: DeviceInfo | None = None
    """What is known of the member's device; null without a valid `telemetry_id`."""
    member_session: MemberSession | None = None
    """The session, or null if the login is not complete."""
    mfa_required: MfaRequired | None = None
    """The MFA step that the member still has to complete; null without one."""
    primary_required: PrimaryRequired | None = None
    """The login method that is still required; null if there is none."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class JWK(Model):
    """A public key for the verification of session JWTs."""

    kty: str
    """Type of the key, e.g. `RSA`."""
    use: str
    """What the key is for, e.g. `sig`."""
    key_ops: list[str]
    """What the key may be used for."""
    alg: str
    """The algorithm of the key, e.g. `RS256`."""
    kid: str
    """ID of the key, as in the JWT header."""
    x5c: list[str]
    """The certificate chain of the key."""
    x5tS256: str
    """SHA-256 thumbprint of the certificate."""
    n: str
    """Modulus of the RSA key, base64url."""
    e: str
    """Public exponent of the RSA key, base64url."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GetJWKSResponse(Response):
    """The public keys of a project."""

    keys: list[JWK]
    """The public keys; pick one by its `kid`."""
    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GetResponse(Response):
    """The active sessions of a member."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_sessions: list[MemberSession]
    """The member's active sessions."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class MigrateResponse(Response):
    """The session that a token of another system was exchanged for."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the member; calls also accept an external ID."""
    session_token: str = light_attrs.field(repr=False)
    """The session's opaque token; as an argument, the session to add to."""
    session_jwt: str = light_attrs.field(repr=False)
    """The session as a JWT, valid for 5 minutes; as an argument, the session to add to."""
    member: Member
    """The member after the call."""
    organization: Organization
    """The organization after the call."""
    status_code: int
    """HTTP status code of the response."""
    member_session: MemberSession | None = None
    """The session, or null if the login is not complete."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class RevokeResponse(Response):
    """Confirms that the sessions have ended."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
