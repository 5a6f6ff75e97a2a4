//! The three ports of a stack.

use std::net::{Ipv4Addr, TcpListener};
use std::ops::Range;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::{Error, Result};

/// Below the range of outgoing connections on Linux (32768) and macOS (49152).
const FREE_PORTS: Range<u16> = 20_000..32_000;
const PORTS_PER_PROCESS: u32 = 97;

/// The ports of one stack, all on 127.0.0.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ports {
    /// The Worker.
    pub edge: u16,
    /// The provider simulator.
    pub simulator: u16,
    /// The host page.
    pub host: u16,
}

impl Ports {
    /// Three ports in a row: the edge's, the simulator's, the host page's.
    /// Fails when the row runs past 65535.
    pub fn base(edge: u16) -> Result<Self> {
        let past = || Error::Port {
            port: edge,
            reason: "the two ports after it do not exist".into(),
        };
        Ok(Self {
            edge,
            simulator: edge.checked_add(1).ok_or_else(past)?,
            host: edge.checked_add(2).ok_or_else(past)?,
        })
    }

    /// Three ports that nobody uses right now, and that this process never
    /// gives out twice.
    pub fn free() -> Result<Self> {
        Ok(Self {
            edge: free_port()?,
            simulator: free_port()?,
            host: free_port()?,
        })
    }

    /// Fails when one of the ports is in use, before anything is started.
    pub fn check(self) -> Result<()> {
        for port in [self.edge, self.simulator, self.host] {
            listen(port)?;
        }
        Ok(())
    }
}

/// A port that nobody uses right now, and that this process never gives out twice. Not one of
/// those that the kernel gives to outgoing connections: one of those
/// could be taken between this look and the server's start.
pub fn free_port() -> Result<u16> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    // Processes begin at different places, so that they rarely meet.
    let begin = process::id().wrapping_mul(PORTS_PER_PROCESS);
    for _ in FREE_PORTS {
        let offset = begin.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        let offset = offset % u32::from(FREE_PORTS.end - FREE_PORTS.start);
        let port = FREE_PORTS.start + u16::try_from(offset).unwrap_or_default();
        if listen(port).is_ok() {
            return Ok(port);
        }
    }
    Err(Error::Port {
        port: FREE_PORTS.start,
        reason: format!("and no other below {}", FREE_PORTS.end),
    })
}

fn listen(port: u16) -> Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|source| Error::Port {
        port,
        reason: source.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_is_a_row() {
        assert_eq!(
            Ports::base(8787).unwrap(),
            Ports {
                edge: 8787,
                simulator: 8788,
                host: 8789
            }
        );
        assert!(Ports::base(65_534).is_err());
    }

    #[test]
    fn free_ports_differ_and_can_be_used() {
        let ports = Ports::free().unwrap();
        assert_ne!(ports.edge, ports.simulator);
        assert_ne!(ports.simulator, ports.host);
        assert_ne!(ports.edge, ports.host);
        ports.check().unwrap();
    }

    #[test]
    fn a_used_port_is_told() {
        let held = listen(0).unwrap();
        let port = held.local_addr().unwrap().port();
        let ports = Ports {
            edge: port,
            ..Ports::free().unwrap()
        };
        assert!(matches!(ports.check(), Err(Error::Port { port: told, .. }) if told == port));
    }
}
