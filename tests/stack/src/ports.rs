//! The three ports of a stack.

use std::net::{Ipv4Addr, TcpListener};

use crate::{Error, Result};

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

    /// Three ports that nobody uses right now.
    pub fn free() -> Result<Self> {
        // All three are held until all three are known, so that they differ.
        let held = [listen(0)?, listen(0)?, listen(0)?];
        let [edge, simulator, host] = held.each_ref().map(|listener| {
            listener
                .local_addr()
                .map(|address| address.port())
                .map_err(|source| Error::Port {
                    port: 0,
                    reason: source.to_string(),
                })
        });
        Ok(Self {
            edge: edge?,
            simulator: simulator?,
            host: host?,
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
