//! A page of events with derived `serde`: the same names, types and nesting as in the crate.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct GroupPaginatedEventView {
    #[serde(rename = "links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<Link>>,
    #[serde(rename = "results", skip_serializing_if = "Option::is_none")]
    pub results: Option<Vec<EventViewForNdsGroup>>,
    #[serde(rename = "totalCount", skip_serializing_if = "Option::is_none")]
    pub total_count: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct Link {
    #[serde(rename = "href", skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    #[serde(rename = "rel", skip_serializing_if = "Option::is_none")]
    pub rel: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(tag = "eventTypeName")]
pub enum EventViewForNdsGroup {
    #[serde(
        rename = "ALERT_ACKNOWLEDGED_AUDIT",
        alias = "ALERT_UNACKNOWLEDGED_AUDIT"
    )]
    AlertAudit(Box<AlertAudit>),
    #[serde(
        rename = "ADMIN_CLUSTER_LOCK_UPDATED",
        alias = "AGENT_FORCE_RESTART_REQUESTED",
        alias = "ATLAS_MAINTENANCE_AUTO_DEFER_DISABLED",
        alias = "ATLAS_MAINTENANCE_AUTO_DEFER_ENABLED",
        alias = "ATLAS_MAINTENANCE_DEFERRED",
        alias = "ATLAS_MAINTENANCE_DEFERRED_BY_ADMIN"
    )]
    NdsAuditViewForNdsGroup(Box<NdsAuditViewForNdsGroup>),
    #[serde(
        rename = "CLUSTER_AUTO_SHARDING_INITIATED",
        alias = "CLUSTER_RESHARDING_COMPLETED",
        alias = "COMPUTE_AUTO_SCALE_DOWNSCALE_SKIPPED_FALLBACK_ANALYTICS",
        alias = "COMPUTE_AUTO_SCALE_DOWNSCALE_SKIPPED_FALLBACK_BASE",
        alias = "COMPUTE_AUTO_SCALE_INITIATED",
        alias = "COMPUTE_AUTO_SCALE_INITIATED_ANALYTICS"
    )]
    NdsAutoScalingAuditViewForNdsGroup(Box<NdsAutoScalingAuditViewForNdsGroup>),
    #[serde(
        rename = "TEAM_ADDED_TO_GROUP",
        alias = "TEAM_REMOVED_FROM_GROUP",
        alias = "TEAM_ROLES_MODIFIED"
    )]
    TeamEventViewForNdsGroup(Box<TeamEventViewForNdsGroup>),
    #[serde(
        rename = "GROUP_INVITATION_DELETED",
        alias = "INVITED_TO_GROUP",
        alias = "JOINED_GROUP",
        alias = "JOIN_GROUP_REQUEST_APPROVED_AUDIT",
        alias = "JOIN_GROUP_REQUEST_DENIED_AUDIT",
        alias = "REMOVED_FROM_GROUP"
    )]
    UserEventViewForNdsGroup(Box<UserEventViewForNdsGroup>),
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct AlertAudit {
    #[serde(rename = "alertId", skip_serializing_if = "Option::is_none")]
    pub alert_id: Option<String>,
    #[serde(rename = "apiKeyId", skip_serializing_if = "Option::is_none")]
    pub api_key_id: Option<String>,
    #[serde(rename = "created", skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    #[serde(rename = "delegatePrincipal", skip_serializing_if = "Option::is_none")]
    pub delegate_principal: Option<Principal>,
    #[serde(rename = "eventTypeName", skip_serializing_if = "Option::is_none")]
    pub event_type_name: Option<AlertAuditTypeView>,
    #[serde(rename = "groupId", skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "isGlobalAdmin", skip_serializing_if = "Option::is_none")]
    pub is_global_admin: Option<bool>,
    #[serde(rename = "links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<Link>>,
    #[serde(rename = "orgId", skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
    #[serde(rename = "publicKey", skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
    #[serde(rename = "raw", skip_serializing_if = "Option::is_none")]
    pub raw: Option<Raw>,
    #[serde(rename = "remoteAddress", skip_serializing_if = "Option::is_none")]
    pub remote_address: Option<String>,
    #[serde(rename = "userId", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(rename = "username", skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct NdsAuditViewForNdsGroup {
    #[serde(rename = "apiKeyId", skip_serializing_if = "Option::is_none")]
    pub api_key_id: Option<String>,
    #[serde(rename = "created", skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    #[serde(rename = "dbUserUsername", skip_serializing_if = "Option::is_none")]
    pub db_user_username: Option<String>,
    #[serde(rename = "delegatePrincipal", skip_serializing_if = "Option::is_none")]
    pub delegate_principal: Option<Principal>,
    #[serde(rename = "eventTypeName", skip_serializing_if = "Option::is_none")]
    pub event_type_name: Option<NdsAuditTypeViewForNdsGroup>,
    #[serde(rename = "groupId", skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "isGlobalAdmin", skip_serializing_if = "Option::is_none")]
    pub is_global_admin: Option<bool>,
    #[serde(rename = "links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<Link>>,
    #[serde(rename = "orgId", skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
    #[serde(rename = "publicKey", skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
    #[serde(rename = "raw", skip_serializing_if = "Option::is_none")]
    pub raw: Option<Raw>,
    #[serde(rename = "remoteAddress", skip_serializing_if = "Option::is_none")]
    pub remote_address: Option<String>,
    #[serde(rename = "userId", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(rename = "username", skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    #[serde(rename = "whitelistEntry", skip_serializing_if = "Option::is_none")]
    pub whitelist_entry: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct NdsAutoScalingAuditViewForNdsGroup {
    #[serde(rename = "apiKeyId", skip_serializing_if = "Option::is_none")]
    pub api_key_id: Option<String>,
    #[serde(rename = "created", skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    #[serde(rename = "delegatePrincipal", skip_serializing_if = "Option::is_none")]
    pub delegate_principal: Option<Principal>,
    #[serde(rename = "eventTypeName", skip_serializing_if = "Option::is_none")]
    pub event_type_name: Option<NdsAutoScalingAuditTypeViewForNdsGroup>,
    #[serde(rename = "groupId", skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "isGlobalAdmin", skip_serializing_if = "Option::is_none")]
    pub is_global_admin: Option<bool>,
    #[serde(rename = "links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<Link>>,
    #[serde(rename = "orgId", skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
    #[serde(rename = "publicKey", skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
    #[serde(rename = "raw", skip_serializing_if = "Option::is_none")]
    pub raw: Option<Raw>,
    #[serde(rename = "remoteAddress", skip_serializing_if = "Option::is_none")]
    pub remote_address: Option<String>,
    #[serde(rename = "userId", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(rename = "username", skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct TeamEventViewForNdsGroup {
    #[serde(rename = "apiKeyId", skip_serializing_if = "Option::is_none")]
    pub api_key_id: Option<String>,
    #[serde(rename = "created", skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    #[serde(rename = "delegatePrincipal", skip_serializing_if = "Option::is_none")]
    pub delegate_principal: Option<Principal>,
    #[serde(rename = "eventTypeName", skip_serializing_if = "Option::is_none")]
    pub event_type_name: Option<TeamEventTypeViewForNdsGroup>,
    #[serde(rename = "groupId", skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "isGlobalAdmin", skip_serializing_if = "Option::is_none")]
    pub is_global_admin: Option<bool>,
    #[serde(rename = "links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<Link>>,
    #[serde(rename = "orgId", skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
    #[serde(rename = "publicKey", skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
    #[serde(rename = "raw", skip_serializing_if = "Option::is_none")]
    pub raw: Option<Raw>,
    #[serde(rename = "remoteAddress", skip_serializing_if = "Option::is_none")]
    pub remote_address: Option<String>,
    #[serde(rename = "teamId", skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
    #[serde(rename = "userId", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(rename = "username", skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct UserEventViewForNdsGroup {
    #[serde(rename = "apiKeyId", skip_serializing_if = "Option::is_none")]
    pub api_key_id: Option<String>,
    #[serde(rename = "created", skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    #[serde(rename = "delegatePrincipal", skip_serializing_if = "Option::is_none")]
    pub delegate_principal: Option<Principal>,
    #[serde(rename = "eventTypeName", skip_serializing_if = "Option::is_none")]
    pub event_type_name: Option<UserEventTypeViewForNdsGroup>,
    #[serde(rename = "groupId", skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "isGlobalAdmin", skip_serializing_if = "Option::is_none")]
    pub is_global_admin: Option<bool>,
    #[serde(rename = "links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<Link>>,
    #[serde(rename = "orgId", skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
    #[serde(rename = "publicKey", skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
    #[serde(rename = "raw", skip_serializing_if = "Option::is_none")]
    pub raw: Option<Raw>,
    #[serde(rename = "remoteAddress", skip_serializing_if = "Option::is_none")]
    pub remote_address: Option<String>,
    #[serde(rename = "targetUsername", skip_serializing_if = "Option::is_none")]
    pub target_username: Option<Option<String>>,
    #[serde(rename = "userId", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(rename = "username", skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct Principal {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "onBehalfOf", skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<Box<Principal>>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub enum AlertAuditTypeView {
    #[serde(rename = "ALERT_ACKNOWLEDGED_AUDIT")]
    AlertAcknowledgedAudit,
    #[serde(rename = "ALERT_UNACKNOWLEDGED_AUDIT")]
    AlertUnacknowledgedAudit,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct Raw {
    #[serde(rename = "_t", skip_serializing_if = "Option::is_none")]
    pub t: Option<String>,
    #[serde(rename = "alertConfigId", skip_serializing_if = "Option::is_none")]
    pub alert_config_id: Option<String>,
    #[serde(rename = "cid", skip_serializing_if = "Option::is_none")]
    pub cid: Option<String>,
    #[serde(rename = "cre", skip_serializing_if = "Option::is_none")]
    pub cre: Option<String>,
    #[serde(rename = "description", skip_serializing_if = "Option::is_none")]
    pub description: Option<Option<String>>,
    #[serde(rename = "gn", skip_serializing_if = "Option::is_none")]
    pub gn: Option<String>,
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "orgId", skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
    #[serde(rename = "orgName", skip_serializing_if = "Option::is_none")]
    pub org_name: Option<String>,
    #[serde(rename = "severity", skip_serializing_if = "Option::is_none")]
    pub severity: Option<RawSeverity>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub enum NdsAuditTypeViewForNdsGroup {
    #[serde(rename = "CLUSTER_CREATED")]
    ClusterCreated,
    #[serde(rename = "CLUSTER_RESURRECTED")]
    ClusterResurrected,
    #[serde(rename = "CLUSTER_READY")]
    ClusterReady,
    #[serde(rename = "CLUSTER_UPDATE_SUBMITTED")]
    ClusterUpdateSubmitted,
    #[serde(rename = "CLUSTER_PROCESS_ARGS_UPDATE_SUBMITTED")]
    ClusterProcessArgsUpdateSubmitted,
    #[serde(rename = "CLUSTER_MONGOT_PROCESS_ARGS_UPDATE_SUBMITTED")]
    ClusterMongotProcessArgsUpdateSubmitted,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub enum NdsAutoScalingAuditTypeViewForNdsGroup {
    #[serde(rename = "COMPUTE_AUTO_SCALE_INITIATED")]
    ComputeAutoScaleInitiated,
    #[serde(rename = "DISK_AUTO_SCALE_INITIATED")]
    DiskAutoScaleInitiated,
    #[serde(rename = "COMPUTE_AUTO_SCALE_INITIATED_BASE")]
    ComputeAutoScaleInitiatedBase,
    #[serde(rename = "COMPUTE_AUTO_SCALE_INITIATED_ANALYTICS")]
    ComputeAutoScaleInitiatedAnalytics,
    #[serde(rename = "COMPUTE_AUTO_SCALE_SCALE_DOWN_FAIL_BASE")]
    ComputeAutoScaleScaleDownFailBase,
    #[serde(rename = "COMPUTE_AUTO_SCALE_SCALE_DOWN_FAIL_ANALYTICS")]
    ComputeAutoScaleScaleDownFailAnalytics,
    #[serde(rename = "COMPUTE_AUTO_SCALE_DOWNSCALE_SKIPPED_FALLBACK_BASE")]
    ComputeAutoScaleDownscaleSkippedFallbackBase,
    #[serde(rename = "COMPUTE_AUTO_SCALE_DOWNSCALE_SKIPPED_FALLBACK_ANALYTICS")]
    ComputeAutoScaleDownscaleSkippedFallbackAnalytics,
    #[serde(rename = "COMPUTE_AUTO_SCALE_MAX_INSTANCE_SIZE_FAIL_BASE")]
    ComputeAutoScaleMaxInstanceSizeFailBase,
    #[serde(rename = "COMPUTE_AUTO_SCALE_MAX_INSTANCE_SIZE_FAIL_ANALYTICS")]
    ComputeAutoScaleMaxInstanceSizeFailAnalytics,
    #[serde(rename = "COMPUTE_AUTO_SCALE_OPLOG_FAIL_BASE")]
    ComputeAutoScaleOplogFailBase,
    #[serde(rename = "COMPUTE_AUTO_SCALE_OPLOG_FAIL_ANALYTICS")]
    ComputeAutoScaleOplogFailAnalytics,
    #[serde(rename = "DISK_AUTO_SCALE_MAX_DISK_SIZE_FAIL")]
    DiskAutoScaleMaxDiskSizeFail,
    #[serde(rename = "DISK_AUTO_SCALE_OPLOG_FAIL")]
    DiskAutoScaleOplogFail,
    #[serde(rename = "PREDICTIVE_COMPUTE_AUTO_SCALE_INITIATED_BASE")]
    PredictiveComputeAutoScaleInitiatedBase,
    #[serde(rename = "PREDICTIVE_COMPUTE_AUTO_SCALE_MAX_INSTANCE_SIZE_FAIL_BASE")]
    PredictiveComputeAutoScaleMaxInstanceSizeFailBase,
    #[serde(rename = "PREDICTIVE_COMPUTE_AUTO_SCALE_OPLOG_FAIL_BASE")]
    PredictiveComputeAutoScaleOplogFailBase,
    #[serde(rename = "CLUSTER_AUTO_SHARDING_INITIATED")]
    ClusterAutoShardingInitiated,
    #[serde(rename = "CLUSTER_RESHARDING_COMPLETED")]
    ClusterReshardingCompleted,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub enum TeamEventTypeViewForNdsGroup {
    #[serde(rename = "TEAM_ADDED_TO_GROUP")]
    TeamAddedToGroup,
    #[serde(rename = "TEAM_REMOVED_FROM_GROUP")]
    TeamRemovedFromGroup,
    #[serde(rename = "TEAM_ROLES_MODIFIED")]
    TeamRolesModified,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub enum UserEventTypeViewForNdsGroup {
    #[serde(rename = "JOINED_GROUP")]
    JoinedGroup,
    #[serde(rename = "REMOVED_FROM_GROUP")]
    RemovedFromGroup,
    #[serde(rename = "INVITED_TO_GROUP")]
    InvitedToGroup,
    #[serde(rename = "REQUESTED_TO_JOIN_GROUP")]
    RequestedToJoinGroup,
    #[serde(rename = "GROUP_INVITATION_DELETED")]
    GroupInvitationDeleted,
    #[serde(rename = "USER_ROLES_CHANGED_AUDIT")]
    UserRolesChangedAudit,
    #[serde(rename = "JOIN_GROUP_REQUEST_DENIED_AUDIT")]
    JoinGroupRequestDeniedAudit,
    #[serde(rename = "JOIN_GROUP_REQUEST_APPROVED_AUDIT")]
    JoinGroupRequestApprovedAudit,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub enum RawSeverity {
    #[serde(rename = "INFO")]
    Info,
    #[serde(rename = "WARNING")]
    Warning,
    #[serde(rename = "ERROR")]
    Error,
    #[serde(rename = "CRITICAL")]
    Critical,
    #[serde(other)]
    Unknown,
}
