//! The operations of the sandbox, each with its oldest version and its handler.

// Other programs still call deprecated operations.
#![allow(deprecated)]

use atlas_api::alert_configurations::v2023_01_01 as alert_configurations;
use atlas_api::alerts::{v2023_01_01 as alerts, v2024_05_30 as acknowledgements};
use atlas_api::atlas_search::v2024_05_30 as search;
use atlas_api::cloud_backups::{v2023_01_01 as backups, v2024_08_05 as schedules};
use atlas_api::clusters::{
    v2023_01_01 as oldest_clusters, v2023_02_01 as older_clusters, v2024_08_05 as clusters,
};
use atlas_api::database_users::v2023_01_01 as database_users;
use atlas_api::encryption_at_rest_using_customer_key_management::v2023_01_01 as encryption;
use atlas_api::events::v2023_01_01 as events;
use atlas_api::flex_clusters::v2024_11_13 as flex_clusters;
use atlas_api::invoices::v2023_01_01 as invoices;
use atlas_api::mongo_db_cloud_users::v2025_02_19 as users;
use atlas_api::monitoring_and_logs::v2023_01_01 as monitoring;
use atlas_api::organizations::v2023_01_01 as organizations;
use atlas_api::performance_advisor::{v2023_01_01 as slow_queries, v2024_08_05 as advisor};
use atlas_api::private_endpoint_services::v2023_01_01 as private_endpoints;
use atlas_api::programmatic_api_keys::v2023_01_01 as api_keys;
use atlas_api::project_ip_access_list::v2023_01_01 as access_list;
use atlas_api::projects::v2023_01_01 as projects;
use atlas_api::service_accounts::v2024_08_05 as service_accounts;
use atlas_api::streams::{
    v2023_02_01 as streams, v2024_05_30 as processors, v2024_08_05 as sample_streams,
    v2024_11_13 as stream_accounts, v2025_03_12 as stream_links,
};
use atlas_api::{Operation, OperationMeta};

use crate::call::Handler;
use crate::operations as on;
use crate::operations::alert_configs::AlertConfig;
use crate::operations::alerts::Alert;
use crate::operations::backups::{RestoreJob, Snapshot};
use crate::operations::clusters::Cluster;
use crate::operations::flex_clusters::FlexCluster;
use crate::operations::invitations::Invitation;
use crate::operations::invoices::Invoice;
use crate::operations::organizations::Organization;
use crate::operations::private_endpoints::Service;
use crate::operations::private_links::PrivateLink;
use crate::operations::projects::Project;
use crate::operations::streams::{Connection, Processor, Workspace};
use crate::operations::users::Member;
use crate::resource::{create, delete, get, list, update};

/// An operation in the oldest version that its handler supports. It also supports newer ones.
pub type Route = (&'static OperationMeta, Handler);

macro_rules! routes {
    ($($operation:path => $handler:expr,)*) => {
        &[$((<$operation as Operation>::META, $handler as Handler)),*]
    };
}

pub const ROUTES: &[Route] = routes! {
    organizations::ListOrgs => on::organizations::list,
    organizations::GetOrg => get::<Organization>,
    organizations::UpdateOrg => update::<Organization>,
    organizations::GetOrgGroups => on::organizations::groups,
    organizations::ListOrgInvites => on::invitations::list,
    organizations::GetOrgInvite => get::<Invitation>,
    organizations::CreateOrgInvite => create::<Invitation>,
    organizations::UpdateOrgInvites => on::invitations::update_by_name,
    organizations::UpdateOrgInviteById => update::<Invitation>,
    organizations::DeleteOrgInvite => delete::<Invitation>,

    projects::ListGroups => on::projects::list,
    projects::GetGroup => on::projects::get,
    projects::GetGroupByName => on::projects::get_by_name,
    projects::CreateGroup => on::projects::create,
    projects::UpdateGroup => update::<Project>,
    projects::DeleteGroup => delete::<Project>,
    projects::ListGroupInvites => on::invitations::list,
    projects::GetGroupInvite => get::<Invitation>,
    projects::CreateGroupInvite => create::<Invitation>,
    projects::UpdateGroupInvites => on::invitations::update_by_name,
    projects::UpdateInviteById => update::<Invitation>,
    projects::DeleteGroupInvite => delete::<Invitation>,

    users::ListOrgUsers => on::users::list,
    users::GetOrgUser => get::<Member>,
    users::CreateOrgUser => create::<Member>,
    users::UpdateOrgUser => update::<Member>,
    users::RemoveOrgUser => delete::<Member>,
    users::ListGroupUsers => on::users::list,
    users::GetGroupUser => get::<Member>,
    users::AddGroupUsers => create::<Member>,
    users::RemoveGroupUser => delete::<Member>,

    service_accounts::ListOrgServiceAccounts => on::service_accounts::list,
    service_accounts::GetOrgServiceAccount => on::service_accounts::get,
    service_accounts::CreateOrgServiceAccount => on::service_accounts::create,
    service_accounts::UpdateOrgServiceAccount => on::service_accounts::update,
    service_accounts::DeleteOrgServiceAccount => on::service_accounts::delete,
    service_accounts::GetServiceAccountGroups => on::service_accounts::groups,
    service_accounts::CreateOrgSecret => on::service_accounts::create_secret,
    service_accounts::DeleteOrgSecret => on::service_accounts::delete_secret,
    service_accounts::ListGroupServiceAccounts => on::service_accounts::list_of_project,
    service_accounts::GetGroupServiceAccount => on::service_accounts::get_of_project,
    service_accounts::CreateGroupServiceAccount => on::service_accounts::create_of_project,
    service_accounts::UpdateGroupServiceAccount => on::service_accounts::update_of_project,
    service_accounts::DeleteGroupServiceAccount => on::service_accounts::delete_of_project,
    service_accounts::InviteGroupServiceAccount => on::service_accounts::invite,
    service_accounts::CreateGroupSecret => on::service_accounts::create_secret,
    service_accounts::DeleteGroupSecret => on::service_accounts::delete_secret,

    api_keys::ListOrgApiKeys => on::api_keys::list,
    api_keys::GetOrgApiKey => on::api_keys::get,
    api_keys::CreateOrgApiKey => on::api_keys::create,
    api_keys::UpdateOrgApiKey => on::api_keys::update,
    api_keys::DeleteOrgApiKey => on::api_keys::delete,
    api_keys::ListGroupApiKeys => on::api_keys::list_of_project,
    api_keys::CreateGroupApiKey => on::api_keys::create_of_project,
    api_keys::AddGroupApiKey => on::api_keys::add_to_project,
    api_keys::UpdateApiKeyRoles => on::api_keys::update_of_project,
    api_keys::RemoveGroupApiKey => on::api_keys::remove_from_project,
    api_keys::ListOrgAccessEntries => on::api_keys::list_entries,
    api_keys::GetOrgAccessEntry => on::api_keys::get_entry,
    api_keys::CreateOrgAccessEntry => on::api_keys::create_entries,
    api_keys::DeleteAccessEntry => on::api_keys::delete_entry,

    clusters::ListClusters => list::<Cluster>,
    clusters::GetCluster => get::<Cluster>,
    clusters::CreateCluster => create::<Cluster>,
    clusters::UpdateCluster => update::<Cluster>,
    oldest_clusters::ListClusters => on::oldest_clusters::list,
    oldest_clusters::GetCluster => on::oldest_clusters::get,
    oldest_clusters::CreateCluster => on::oldest_clusters::create,
    oldest_clusters::UpdateCluster => on::oldest_clusters::update,
    older_clusters::ListClusters => on::older_clusters::list,
    older_clusters::GetCluster => on::older_clusters::get,
    older_clusters::CreateCluster => on::older_clusters::create,
    older_clusters::UpdateCluster => on::older_clusters::update,
    oldest_clusters::UpgradeTenantUpgrade => on::upgrades::free,
    oldest_clusters::DeleteCluster => on::clusters::delete,
    oldest_clusters::GetClusterStatus => on::clusters::status,
    oldest_clusters::ListClusterDetails => on::clusters::details,
    oldest_clusters::RequestSampleDatasetLoad => on::clusters::load_samples,
    oldest_clusters::GetSampleDatasetLoad => on::clusters::get_samples,

    flex_clusters::ListFlexClusters => list::<FlexCluster>,
    flex_clusters::GetFlexCluster => get::<FlexCluster>,
    flex_clusters::CreateFlexCluster => create::<FlexCluster>,
    flex_clusters::UpdateFlexCluster => update::<FlexCluster>,
    flex_clusters::TenantUpgrade => on::upgrades::flex_cluster,
    flex_clusters::DeleteFlexCluster => delete::<FlexCluster>,

    access_list::ListAccessListEntries => on::access_list::list,
    access_list::GetAccessListEntry => on::access_list::get,
    access_list::GetAccessListStatus => on::access_list::status,
    access_list::CreateAccessListEntry => on::access_list::create,
    access_list::DeleteAccessListEntry => on::access_list::delete,

    database_users::ListDatabaseUsers => on::database_users::list,
    database_users::GetDatabaseUser => on::database_users::get,
    database_users::CreateDatabaseUser => on::database_users::create,
    database_users::UpdateDatabaseUser => on::database_users::update,
    database_users::DeleteDatabaseUser => on::database_users::delete,

    private_endpoints::ListPrivateEndpointService => list::<Service>,
    private_endpoints::GetPrivateEndpointService => get::<Service>,
    private_endpoints::CreatePrivateEndpointService => create::<Service>,
    private_endpoints::DeletePrivateEndpointService => delete::<Service>,
    private_endpoints::GetRegionalEndpointMode => on::private_endpoints::regional_mode,
    private_endpoints::ToggleRegionalEndpointMode => on::private_endpoints::set_regional_mode,
    private_endpoints::GetPrivateEndpoint => on::private_endpoints::get,
    private_endpoints::CreatePrivateEndpoint => on::private_endpoints::create,
    private_endpoints::DeletePrivateEndpoint => on::private_endpoints::delete,
    encryption::GetEncryptionAtRest => on::encryption::get,

    alerts::ListAlerts => on::alerts::list,
    alerts::GetAlert => get::<Alert>,
    alerts::GetAlertConfigAlerts => on::alerts::of_config,
    acknowledgements::AcknowledgeAlert => on::alerts::acknowledge,
    alert_configurations::ListAlertConfigs => list::<AlertConfig>,
    alert_configurations::GetAlertConfig => get::<AlertConfig>,
    alert_configurations::GetAlertConfigs => on::alert_configs::of_alert,
    alert_configurations::CreateAlertConfig => create::<AlertConfig>,
    alert_configurations::UpdateAlertConfig => on::alert_configs::replace,
    alert_configurations::ToggleAlertConfig => update::<AlertConfig>,
    alert_configurations::DeleteAlertConfig => delete::<AlertConfig>,

    backups::ListBackupSnapshots => on::backups::list::<Snapshot>,
    backups::GetClusterBackupSnapshot => on::backups::get,
    backups::TakeSnapshots => create::<Snapshot>,
    backups::UpdateBackupSnapshot => update::<Snapshot>,
    backups::DeleteClusterBackupSnapshot => delete::<Snapshot>,
    backups::ListBackupRestoreJobs => on::backups::list::<RestoreJob>,
    backups::GetBackupRestoreJob => get::<RestoreJob>,
    backups::CreateBackupRestoreJob => create::<RestoreJob>,
    backups::CancelBackupRestoreJob => delete::<RestoreJob>,
    schedules::GetBackupSchedule => on::backups::schedule,
    schedules::UpdateBackupSchedule => on::backups::update_schedule,

    search::ListClusterSearchIndexes => on::search_indexes::list,
    search::ListSearchIndex => on::search_indexes::list,
    search::GetClusterSearchIndex => on::search_indexes::get,
    search::GetIndexByName => on::search_indexes::get,
    search::CreateClusterSearchIndex => on::search_indexes::create,
    search::UpdateClusterSearchIndex => on::search_indexes::update,
    search::UpdateIndexByName => on::search_indexes::update,
    search::DeleteClusterSearchIndex => on::search_indexes::delete,
    search::DeleteIndexByName => on::search_indexes::delete,

    advisor::ListClusterSuggestedIndexes => on::performance_advisor::suggested_indexes,
    advisor::ListDropIndexSuggestions => on::performance_advisor::drop_suggestions,
    advisor::ListSchemaAdvice => on::performance_advisor::schema_advice,
    slow_queries::ListSlowQueryLogs => on::performance_advisor::slow_queries,

    monitoring::ListGroupProcesses => on::monitoring::list,
    monitoring::GetGroupProcess => on::monitoring::get,
    monitoring::GetProcessMeasurements => on::monitoring::measurements,
    monitoring::DownloadClusterLog => on::monitoring::log,

    events::ListGroupEvents => on::events::list,
    events::GetGroupEvent => on::events::get,
    events::ListOrgEvents => on::events::list,
    events::GetOrgEvent => on::events::get,

    invoices::ListInvoices => on::invoices::list,
    invoices::ListInvoicePending => on::invoices::pending,
    invoices::GetInvoice => get::<Invoice>,
    invoices::GetInvoiceAsCsv => on::invoices::csv,
    invoices::GetInvoiceCsv => on::invoices::csv,

    streams::ListStreamWorkspaces => list::<Workspace>,
    streams::GetStreamWorkspace => on::streams::get,
    streams::CreateStreamWorkspace => create::<Workspace>,
    sample_streams::WithStreamSampleConnections => on::streams::create_with_samples,
    streams::UpdateStreamWorkspace => update::<Workspace>,
    streams::DeleteStreamWorkspace => on::streams::deleted::<Workspace>,
    streams::ListStreamConnections => list::<Connection>,
    streams::GetStreamConnection => get::<Connection>,
    streams::CreateStreamConnection => create::<Connection>,
    streams::UpdateStreamConnection => update::<Connection>,
    streams::DeleteStreamConnection => on::streams::deleted::<Connection>,
    stream_accounts::GetAccountDetails => on::streams::account,
    streams::ListPrivateLinkConnections => list::<PrivateLink>,
    streams::GetPrivateLinkConnection => get::<PrivateLink>,
    streams::CreatePrivateLinkConnection => create::<PrivateLink>,
    stream_links::UpdatePrivateLinkConnection => update::<PrivateLink>,
    streams::DeletePrivateLinkConnection => on::streams::deleted::<PrivateLink>,
    processors::GetStreamProcessors => list::<Processor>,
    processors::GetStreamProcessor => get::<Processor>,
    processors::CreateStreamProcessor => on::streams::create_processor,
    processors::UpdateStreamProcessor => update::<Processor>,
    processors::StartStreamProcessor => on::streams::start,
    processors::StopStreamProcessor => on::streams::stop,
    processors::DeleteStreamProcessor => delete::<Processor>,
};
