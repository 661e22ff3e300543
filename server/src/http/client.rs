//! Whose address a request comes from.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};

use super::House;
use crate::config::Network;

/// The address of the person's own machine, as far as our own proxies tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Client(pub(super) IpAddr);

/// Middleware: notes the client's address.
pub(super) async fn note(State(house): State<House>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    // Without a connection there is no address, and nothing that an address opens.
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical();
    let client = behind(peer, request.headers(), &house.settings.trusted_proxies);
    request.extensions_mut().insert(Client(client));
    next.run(request).await
}

/// Reads `X-Forwarded-For` from the right: each of our proxies wrote the address it saw behind what was there. The first
/// that is not ours is the client; what stands left of it anybody may have written.
fn behind(peer: IpAddr, headers: &HeaderMap, ours: &[Network]) -> IpAddr {
    let is_ours = |address: IpAddr| ours.iter().any(|network| network.contains(address));
    let mut client = peer;
    let lines: Vec<&str> =
        headers.get_all("x-forwarded-for").into_iter().filter_map(|line| line.to_str().ok()).collect();
    for hop in lines.iter().flat_map(|line| line.split(',')).rev() {
        if !is_ours(client) {
            break;
        }
        match address(hop.trim()) {
            Some(address) => client = address.to_canonical(),
            None => break,
        }
    }
    client
}

/// An address, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: &[&str], ours: &str) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().expect("a header"));
        }
        let ours: Vec<Network> = ours.split_whitespace().map(|network| network.parse().expect("a network")).collect();
        behind(peer.parse().expect("an address"), &headers, &ours).to_string()
    }

    #[test]
    fn a_stranger_is_not_believed() {
        assert_eq!(client("203.0.113.9", &["198.51.100.1"], ""), "203.0.113.9");
        assert_eq!(client("203.0.113.9", &["198.51.100.1"], "10.0.0.0/8"), "203.0.113.9");
    }

    #[test]
    fn our_proxies_are_read_from_the_right() {
        let ours = "127.0.0.1 10.0.0.0/8";
        assert_eq!(client("127.0.0.1", &["203.0.113.9"], ours), "203.0.113.9");
        // The left entry was sent by the client itself.
        assert_eq!(client("127.0.0.1", &["198.51.100.1, 203.0.113.9, 10.0.0.7"], ours), "203.0.113.9");
        assert_eq!(client("127.0.0.1", &["198.51.100.1", "203.0.113.9:4711"], ours), "203.0.113.9");
        assert_eq!(client("127.0.0.1", &["[2001:db8::1]:80"], ours), "2001:db8::1");
        assert_eq!(client("127.0.0.1", &["10.0.0.8"], ours), "10.0.0.8");
        assert_eq!(client("127.0.0.1", &["nonsense"], ours), "127.0.0.1");
        assert_eq!(client("127.0.0.1", &[], ours), "127.0.0.1");
    }
}
