//! Login and bearer tokens.
//!
//! A token carries its own end and a signature with a key of this server, so nothing is stored for it and a restart
//! makes all of them invalid. There is one user. This is not a model for real passwords.

use std::time::Duration;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::app::App;
use crate::config::Config;
use crate::error::ApiError;
use crate::extract::Body;
use crate::ids::now_ms;
use crate::run::hex;

/// Makes and checks tokens.
pub(crate) struct Tokens {
    key: Hmac<Sha256>,
    username: String,
    password: String,
    lifetime: Duration,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Tokens").field("username", &self.username).finish_non_exhaustive()
    }
}

impl Tokens {
    pub(crate) fn new(config: &Config) -> Self {
        let key: [u8; 64] = rand::random();
        Self {
            key: Hmac::new(&key.into()),
            username: config.username.clone(),
            password: config.password.clone(),
            lifetime: Duration::from_secs(config.token_lifetime.as_secs()),
        }
    }

    /// `END.NONCE.SIGNATURE`: milliseconds since the epoch, a random number, and the signature of both.
    fn make(&self) -> String {
        let end = now_ms().saturating_add(i64::try_from(self.lifetime.as_millis()).unwrap_or(i64::MAX));
        let signed = format!("{end}.{:016x}", rand::random::<u64>());
        let signature = self.key.clone().chain_update(&signed).finalize().into_bytes();
        format!("{signed}.{}", hex(&signature))
    }

    fn check(&self, token: &str) -> Result<(), &'static str> {
        let (signed, signature) = token.rsplit_once('.').ok_or("the token is not valid")?;
        let signature = unhex(signature).ok_or("the token is not valid")?;
        let expected = self.key.clone().chain_update(signed);
        expected.verify_slice(&signature).map_err(|_| "the token is not valid")?;
        let end = signed.split('.').next().and_then(|end| end.parse::<i64>().ok());
        if end.is_some_and(|end| end > now_ms()) { Ok(()) } else { Err("the token has expired") }
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|digit| digit.to_digit(16).map(|digit| digit as u8)).collect();
    let digits = digits?;
    (digits.len() % 2 == 0).then(|| digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

#[derive(Deserialize)]
pub(crate) struct Credentials {
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
}

#[derive(Serialize)]
pub(crate) struct LoggedIn {
    token: String,
    token_type: &'static str,
    /// Seconds.
    expires_in: u64,
}

/// `POST /api/v1/login`.
pub(crate) async fn login(
    State(app): State<App>,
    Body(credentials): Body<Credentials>,
) -> Result<Json<LoggedIn>, ApiError> {
    let tokens = &app.tokens;
    if credentials.username != tokens.username || credentials.password != tokens.password {
        let message = "the user name or the password is wrong";
        return Err(ApiError::new(StatusCode::UNAUTHORIZED, "invalid_credentials", message));
    }
    Ok(Json(LoggedIn { token: tokens.make(), token_type: "Bearer", expires_in: tokens.lifetime.as_secs() }))
}

/// Lets a request through if it has a valid token.
pub(crate) async fn require(State(app): State<App>, request: Request, next: Next) -> Result<Response, ApiError> {
    let header = request.headers().get(header::AUTHORIZATION);
    let token = header.and_then(|value| value.to_str().ok()).and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    let token = token.ok_or_else(|| ApiError::unauthorized("the header `Authorization: Bearer TOKEN` is missing"))?;
    app.tokens.check(token).map_err(ApiError::unauthorized)?;
    Ok(next.run(request).await)
}
