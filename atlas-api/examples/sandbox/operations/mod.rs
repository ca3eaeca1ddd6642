//! The operations, with one file per topic.

pub mod access_list;
pub mod alert_configs;
pub mod alerts;
pub mod api_keys;
pub mod backups;
pub mod clusters;
pub mod database_users;
pub mod encryption;
pub mod events;
pub mod flex_clusters;
pub mod invitations;
pub mod invoices;
pub mod monitoring;
pub mod older_clusters;
pub mod oldest_clusters;
pub mod organizations;
pub mod performance_advisor;
pub mod private_endpoints;
pub mod private_links;
pub mod projects;
pub mod search_indexes;
pub mod service_accounts;
pub mod streams;
pub mod upgrades;
pub mod users;
