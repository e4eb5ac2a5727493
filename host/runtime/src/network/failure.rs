//! What can go wrong with a request or a connection: one table of codes, and how errors of the parts below map to it.
//! How a guest is told is each capability's affair.
//!
//! The numbers are k6's where the meaning is the same (its list: `javascript-api/error-codes`), so that dashboards and
//! habits carry over. Where k6 has only its general 1000, a number of our own in the range that k6 reserves for the kind;
//! the table says which. A missing grant is 1060, not k6's 1111: that one means a host on a list of forbidden ones, and is
//! in the range of DNS, which a grant has nothing to do with.

use std::error::Error as StdError;
use std::fmt;
use std::io::{self, ErrorKind as Io};

/// What a guest branches on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// The URL, the method, a header or a setting is not valid.
    InvalidRequest,
    /// The host and port were not granted.
    NotGranted,
    /// The name could not be resolved.
    Dns,
    /// Nobody listens there.
    ConnectionRefused,
    /// The other side broke the connection.
    ConnectionReset,
    /// The connection could not be made, for another reason.
    ConnectionFailed,
    /// The TLS handshake failed, or the certificate is not trusted.
    Tls,
    /// Connecting took too long.
    ConnectTimeout,
    /// The first byte took too long.
    FirstByteTimeout,
    /// The whole took too long.
    Timeout,
    /// The other side does not keep to the protocol.
    Protocol,
    /// What came is larger than it may be.
    TooLarge,
    /// A redirect that cannot be followed.
    Redirect,
    /// Anything else.
    Other,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $kind:ident, $text:literal;)*) => {
        /// Why a request has no response.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u16)]
        pub(crate) enum Code {
            $(#[doc = $text] $(#[$doc])* $name = $code,)*
        }

        impl Code {
            /// All codes, in the order of their numbers.
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$name),*];

            /// The kind that the guest branches on.
            pub(crate) fn kind(self) -> Kind {
                match self { $(Self::$name => Kind::$kind),* }
            }

            /// What it says, without the particulars of one request: the value of the tag `error`.
            pub(crate) fn text(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

codes! {
    Other = 1000, Other, "the request failed";
    InvalidUrl = 1020, InvalidRequest, "the URL is not valid";
    /// Ours; k6 throws instead.
    InvalidRequest = 1021, InvalidRequest, "the method, a header or a setting is not valid";
    /// Ours; k6 has 1000.
    NotHttp = 1030, Protocol, "the answer is not HTTP";
    /// Ours; k6 has 1000.
    EndedEarly = 1031, Protocol, "the answer ended early";
    /// Ours; k6 returns the redirecting response, or throws.
    BadRedirect = 1040, Redirect, "the redirect cannot be followed";
    Timeout = 1050, Timeout, "the request took too long";
    /// Ours; k6 has no such limit.
    FirstByteTimeout = 1051, FirstByteTimeout, "the first byte took too long";
    /// Ours.
    NotGranted = 1060, NotGranted, "the host was not granted";
    Dns = 1100, Dns, "the name could not be resolved";
    NoSuchHost = 1101, Dns, "the name has no address";
    BrokenPipe = 1201, ConnectionReset, "the connection was closed while sending";
    Socket = 1202, ConnectionReset, "the connection broke";
    Dial = 1210, ConnectionFailed, "the connection could not be made";
    /// Also when DNS or TLS used the time up, or the system gave up before: the message says which.
    ConnectTimeout = 1211, ConnectTimeout, "connecting took too long";
    Refused = 1212, ConnectionRefused, "the connection was refused";
    Reset = 1220, ConnectionReset, "the connection was reset";
    /// Ours; k6 has 1000 (EOF).
    Closed = 1221, ConnectionReset, "the connection was closed without an answer";
    Tls = 1300, Tls, "the TLS handshake failed";
    UnknownAuthority = 1310, Tls, "the certificate is not signed by a trusted authority";
    WrongName = 1311, Tls, "the certificate is for another host";
    /// Ours, in the range of bodies.
    TooLarge = 1702, TooLarge, "the body is too large";
}

/// A request that has no response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Which of the table.
    pub(crate) code: Code,
    /// The particulars, for people.
    pub(crate) message: String,
}

impl Failure {
    /// A failure whose message is the table's text and these particulars.
    pub(crate) fn new(code: Code, particulars: impl fmt::Display) -> Self {
        Self { code, message: format!("{}: {particulars}", code.text()) }
    }

    /// A failure with nothing to add to the table's text.
    pub(crate) fn plain(code: Code) -> Self {
        Self { code, message: code.text().to_owned() }
    }

    /// What kept a connection from being made.
    pub(crate) fn dial(error: &io::Error) -> Self {
        let code = match error.kind() {
            Io::ConnectionRefused => Code::Refused,
            Io::ConnectionReset | Io::ConnectionAborted => Code::Reset,
            Io::TimedOut => Code::ConnectTimeout,
            _ => Code::Dial,
        };
        match (error.kind(), error.raw_os_error()) {
            // EMFILE is 24 on every system that we run on.
            (_, Some(24)) => Self::new(code, "too many open files; raise the limit with `ulimit -n`"),
            (Io::AddrNotAvailable, _) => Self::new(
                code,
                format_args!("{error}; this machine has no port left for that address, or no such address of its own"),
            ),
            (Io::ConnectionRefused, _) => Self::plain(code),
            _ => Self::new(code, error),
        }
    }

    /// Says with whom it happened.
    pub(crate) fn with(self, origin: &dyn fmt::Display) -> Self {
        Self { message: format!("{origin}: {}", self.message), ..self }
    }

    /// What kept a name from being resolved.
    pub(crate) fn dns(host: &str, error: &io::Error) -> Self {
        let text = error.to_string();
        // The standard library has the resolver's text only; these are those of glibc, musl, macOS and Windows.
        let unknown = ["not known", "No address", "does not resolve", "nodename nor servname", "No such host"];
        let code = if unknown.iter().any(|part| text.contains(part)) { Code::NoSuchHost } else { Code::Dns };
        Self::new(code, format_args!("`{host}`: {text}"))
    }

    /// What made a TLS handshake fail.
    pub(crate) fn tls(error: &io::Error) -> Self {
        use rustls::{CertificateError as Certificate, Error as Tls};
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Tls>());
        match inner {
            Some(Tls::InvalidCertificate(fault)) => {
                let code = match fault {
                    // Another authority of the same name shows as a signature that does not fit (so does Go tell it).
                    Certificate::UnknownIssuer | Certificate::BadSignature => Code::UnknownAuthority,
                    Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => Code::WrongName,
                    _ => Code::Tls,
                };
                Self::new(code, fault)
            }
            Some(other) => Self::new(Code::Tls, other),
            None => match error.kind() {
                Io::ConnectionReset | Io::ConnectionAborted => Self::new(Code::Reset, "during the TLS handshake"),
                Io::BrokenPipe => Self::new(Code::BrokenPipe, "during the TLS handshake"),
                Io::UnexpectedEof => Self::new(Code::Tls, "the server closed the connection"),
                _ => Self::new(Code::Tls, error),
            },
        }
    }

    /// What broke an exchange; `answered` is whether anything of the answer had come.
    pub(crate) fn exchange(error: &hyper::Error, answered: bool) -> Self {
        let early = || if answered { Self::plain(Code::EndedEarly) } else { Self::plain(Code::Closed) };
        if error.is_incomplete_message() {
            return early();
        }
        if let Some(source) = io_source(error) {
            return match source.kind() {
                Io::ConnectionReset | Io::ConnectionAborted => Self::plain(Code::Reset),
                Io::BrokenPipe => Self::plain(Code::BrokenPipe),
                Io::UnexpectedEof => early(),
                // Hyper's own words about a body that is framed wrongly.
                Io::InvalidData | Io::InvalidInput => Self::new(Code::NotHttp, source),
                _ if source.raw_os_error().is_some() => Self::new(Code::Socket, source),
                _ => Self::new(Code::NotHttp, source),
            };
        }
        if error.is_parse() {
            return Self::new(Code::NotHttp, error);
        }
        if error.is_canceled() || error.is_closed() {
            return early();
        }
        Self::new(Code::Other, error)
    }
}

fn io_source(error: &hyper::Error) -> Option<&io::Error> {
    let mut next = error.source();
    while let Some(source) = next {
        if let Some(found) = source.downcast_ref() {
            return Some(found);
        }
        next = source.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_grow_and_texts_have_no_particulars() {
        for pair in Code::ALL.windows(2) {
            assert!((pair[0] as u16) < pair[1] as u16, "{:?}", pair[1]);
        }
        for code in Code::ALL {
            assert!(!code.text().ends_with('.') && !code.text().contains('`'), "{code:?}");
        }
    }

    #[test]
    fn the_resolvers_words_become_codes() {
        let code = |text: &str| Failure::dns("x", &io::Error::other(text)).code;
        assert_eq!(code("failed to lookup address information: Name or service not known"), Code::NoSuchHost);
        assert_eq!(code("failed to lookup address information: Temporary failure in name resolution"), Code::Dns);
    }

    #[test]
    fn what_the_system_says_about_a_connection_becomes_codes() {
        let code = |kind: Io| Failure::dial(&kind.into()).code;
        assert_eq!(code(Io::ConnectionRefused), Code::Refused);
        assert_eq!(code(Io::ConnectionReset), Code::Reset);
        assert_eq!(code(Io::TimedOut), Code::ConnectTimeout);
        assert_eq!(code(Io::NetworkUnreachable), Code::Dial);
        let full = Failure::dial(&io::Error::from_raw_os_error(24));
        assert!(full.message.contains("ulimit -n"), "{}", full.message);
    }
}
