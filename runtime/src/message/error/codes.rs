//! Error codes of the service, as constants to compare with.
//!
//! The service has more codes than these, so [`Error::code`](crate::Error::code) returns text. The codes and their
//! statuses come from recorded responses, examples in the spec, MongoDB's list of error codes, and MongoDB's own
//! tools. If no status is given, it is unknown.
//!
//! ```
//! use atlas_api::codes;
//!
//! fn hint(error: &atlas_api::Error) -> &str {
//!     match error.code() {
//!         Some(codes::DUPLICATE_CLUSTER_NAME) => "choose another name",
//!         Some(codes::OUT_OF_CAPACITY) => "choose another region",
//!         _ => "",
//!     }
//! }
//! ```

/// Declares a constant for each code, with the same name.
macro_rules! codes {
    ($(#[doc = $doc:literal] $code:ident,)*) => {$(
        #[doc = $doc]
        pub const $code: &str = stringify!($code);
    )*};
}

// Any operation.
codes! {
    /// 400: a property of the body has an invalid value.
    INVALID_ATTRIBUTE,
    /// 400: a property has an unexpected type, is unknown to the service, or can only be set by the service.
    INVALID_JSON_ATTRIBUTE,
    /// 400: the body is not JSON.
    MALFORMED_JSON,
    /// 400: the body lacks a required property.
    MISSING_ATTRIBUTE,
    /// 400: the body has a property that only the service may set.
    ATTRIBUTE_READ_ONLY,
    /// 400: the body has a property that is fixed for free and shared clusters.
    TENANT_ATTRIBUTE_READ_ONLY,
    /// 400: a value is not one of the listed ones.
    INVALID_ENUM_VALUE,
    /// 400: a segment of the path is invalid.
    INVALID_PATH_PARAMETER,
    /// 400: a query parameter has an invalid value.
    INVALID_QUERY_PARAMETER,
    /// 400: a required query parameter is missing.
    MISSING_QUERY_PARAMETER,
    /// 400: the request breaks a rule. The detail of the error names it.
    VALIDATION_ERROR,
    /// 400: an expiry date is in the past.
    EXPIRATION_DATE_IN_PAST,
    /// 404: there is nothing at this path, or nothing that the caller may see.
    RESOURCE_NOT_FOUND,
    /// 406: the `Accept` header names no version of the API.
    INVALID_VERSION_DATE,
    /// 409: the service does not support this yet.
    UNSUPPORTED_FEATURE,
    /// 410: this version of the operation has passed its sunset.
    VERSION_GONE,
    /// 429: too many requests.
    RATE_LIMITED,
    /// 500, and sometimes another status: an error without a code of its own.
    UNEXPECTED_ERROR,
    /// 503: the service is temporarily unavailable.
    SERVICE_UNAVAILABLE,
}

// The caller.
codes! {
    /// 401: the service knows the caller, who lacks a permission.
    USER_UNAUTHORIZED,
    /// 401: the caller is not in the project, or there is no such project.
    NOT_IN_GROUP,
    /// 401: the caller may not create projects in the organization.
    NOT_ORG_GROUP_CREATOR,
    /// 401: the caller may not access the project.
    USER_CANNOT_ACCESS_GROUP,
    /// 401: the caller may not access the organization.
    USER_CANNOT_ACCESS_ORG,
    /// 402: an invoice of the organization is long overdue.
    ACCOUNT_SUSPENDED,
    /// 402: the project has no payment method.
    NO_PAYMENT_INFORMATION_FOUND,
    /// 403: the caller may not access this.
    ACCESS_FORBIDDEN,
    /// 403: a resource policy of the organization forbids this.
    ATLAS_RESOURCE_POLICIES_VIOLATION_NOT_AUTHORIZED,
    /// 403: the plan of the account does not include this.
    FEATURE_UNSUPPORTED,
    /// 403: the caller's address is not on the access list of the API key or service account.
    IP_ADDRESS_NOT_ON_ACCESS_LIST,
}

// Organizations, projects, and their people.
codes! {
    /// 400: the organization has the maximum number of projects.
    MAX_GROUPS_PER_ORG_EXCEEDED,
    /// 403: the caller may not rename the project.
    CANNOT_CHANGE_GROUP_NAME,
    /// 404: no organization has this id.
    ORG_NOT_FOUND,
    /// 404: no project has this id.
    GROUP_NOT_FOUND,
    /// 404: no project has this name.
    GROUP_NAME_NOT_FOUND,
    /// 404: this is not a valid project id.
    INVALID_GROUP_ID,
    /// 409: a project with this name exists.
    GROUP_ALREADY_EXISTS,
    /// 409: a project with clusters can't be deleted. They may still be terminating.
    CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS,
    /// 409: a project with a backup compliance policy and snapshots can't be deleted.
    CANNOT_CLOSE_GROUP_ACTIVE_BACKUP_COMPLIANCE_POLICY,
    /// 409: a project with peering connections can't be deleted.
    CANNOT_CLOSE_GROUP_ACTIVE_PEERING_CONNECTIONS,
    /// 409: an organization that is linked to a live migration can't be deleted.
    CANNOT_DELETE_ORG_ACTIVE_LIVE_MIGRATION_ATLAS_ORG_LINK,
    /// 409: an organization with projects can't be deleted.
    ORG_NOT_EMPTY,
    /// 400: the user name is not an email address.
    INVALID_USERNAME,
    /// 400: this is not an email address.
    INVALID_EMAIL_ADDRESS,
    /// 400: there is no such invitation, or it was accepted.
    INVALID_INVITATION_ID,
    /// 400: too many invitations from this address. It is a [rate limit](crate::Error::is_rate_limited).
    INVITATIONS_RATE_LIMITED_IP,
    /// 400: organizations have no such role.
    INVALID_ROLE_FOR_ORG,
    /// 400: projects have no such role.
    INVALID_ROLE_FOR_GROUP,
    /// 403: a project needs an owner.
    CANNOT_DEMOTE_LAST_OWNER,
    /// 403: an organization needs an owner.
    CANNOT_DEMOTE_LAST_ORG_OWNER,
    /// 404: no user has this id.
    USER_NOT_FOUND,
    /// 404: the user is not in the project.
    USER_NOT_IN_GROUP,
    /// 404: the user is not in the organization.
    USER_NOT_IN_ORG,
    /// 404: no team has this id.
    TEAM_NOT_FOUND,
    /// 409: a user, or database user, with this name exists.
    USER_ALREADY_EXISTS,
}

// API keys.
codes! {
    /// 400: no API key has this id.
    API_KEY_NOT_FOUND,
    /// 400: an API key needs a description.
    API_KEY_REQUIRES_DESCRIPTION,
    /// 400: the description of an API key is missing, or too long.
    INVALID_API_KEY_DESC,
    /// 400: the organization has the maximum number of API keys.
    MAX_API_KEYS_PER_ORG_EXCEEDED,
    /// 400: an API key needs a role.
    MISSING_API_KEY_ROLES,
    /// The access list of the API key has no such entry.
    API_KEY_ACCESS_LIST_ENTRY_NOT_FOUND,
    /// The access list has the address already.
    ADDRESS_ALREADY_IN_ACCESS_LIST,
}

// Clusters.
codes! {
    /// 400: the version of MongoDB is deprecated.
    ATLAS_CLUSTER_VERSION_DEPRECATED,
    /// The cluster has shards of different sizes, which this version of the API can't express.
    ASYMMETRIC_SHARD_UNSUPPORTED,
    /// 400: a cluster can't be created paused.
    CANNOT_CREATE_PAUSED_CLUSTER,
    /// 400: the cluster was resumed too recently to be paused again.
    CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER,
    /// The cluster is protected: turn off `terminationProtectionEnabled` first.
    CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED,
    /// 400: the cluster is being deleted.
    CLUSTER_ALREADY_REQUESTED_DELETION,
    /// 400: the disk size is not one that the cluster can have.
    CLUSTER_DISK_SIZE_INVALID,
    /// 400: a restore is in progress, and the cluster can't be changed until it has ended.
    CLUSTER_RESTORE_IN_PROGRESS_CANNOT_UPDATE,
    /// 400: the project has a cluster with this name.
    DUPLICATE_CLUSTER_NAME,
    /// 400: the parts of the configuration are inconsistent.
    INVALID_CLUSTER_CONFIGURATION,
    /// 400: the cluster has several cloud providers, which this version of the API can't express.
    MULTI_CLOUD_CLUSTER_INVALID,
    /// 400: a free or shared cluster can't be changed like this.
    TENANT_CLUSTER_UPDATE_UNSUPPORTED,
    /// 404: the project has no cluster with this name.
    CLUSTER_NOT_FOUND,
    /// 409: a cluster with changes in progress can't be paused.
    CANNOT_PAUSE_CLUSTER_WITH_PENDING_CHANGES,
    /// 409: change the cluster first, then pause it.
    CANNOT_UPDATE_AND_PAUSE_CLUSTER,
    /// 409: the cluster is paused.
    CANNOT_UPDATE_PAUSED_CLUSTER,
    /// 409: the cluster is paused already.
    CLUSTER_ALREADY_PAUSED,
    /// 409: the cloud provider currently lacks the capacity.
    NO_CAPACITY,
    /// 409: the region currently lacks capacity for this instance size.
    OUT_OF_CAPACITY,
    /// 409: the region can't be used.
    REGION_UNAVAILABLE,
}

// Backups, archives and search.
codes! {
    /// 400: an automated restore can't be canceled.
    CANNOT_CANCEL_AUTOMATED_RESTORE,
    /// 400: the backup compliance policy keeps the snapshot.
    CANNOT_DELETE_SNAPSHOT_WITH_BACKUP_COMPLIANCE_POLICY,
    /// 400: the target cluster is paused.
    CLUSTER_PAUSED_CANNOT_RESTORE,
    /// 400: the point in time of a restore is neither a time nor a position of the oplog.
    INVALID_PIT_RESTORE_TIME,
    /// 400: legacy backups no longer exist.
    CONTINUOUS_BACKUP_NOT_SUPPORTED_ON_NEW_CLUSTERS,
    /// 400: another on-demand snapshot is in progress.
    UNFINISHED_ON_DEMAND_SNAPSHOT,
    /// 404: the cluster has no backups.
    BACKUP_CONFIG_NOT_FOUND,
    /// 404: the cluster has no such restore job.
    RESTORE_JOB_NOT_FOUND,
    /// 404: the cluster has no such snapshot.
    SNAPSHOT_NOT_FOUND,
    /// 405: the restore of a single shard can't be canceled. Cancel that of the cluster.
    ATLAS_BACKUP_CANCEL_SHARD_RESTORE_JOB_NOT_ALLOWED,
    /// 409: the snapshot has been deleted.
    CANNOT_START_RESTORE_JOB_FOR_DELETED_CLUSTER_SNAPSHOT,
    /// 409: the snapshot is not complete.
    CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT,
    /// 409: the backups don't reach back to this point in time.
    NO_CHECKPOINT_FOR_PIT_RESTORE,
    /// 409: only an active online archive can be paused.
    ONLINE_ARCHIVE_MUST_BE_ACTIVE_TO_PAUSE,
    /// 400: a property of a search deployment has an invalid value.
    ATLAS_SEARCH_DEPLOYMENT_INVALID_ATTRIBUTE,
    /// 409: the collection has a search index with this name.
    ATLAS_SEARCH_DUPLICATE_INDEX,
}

// Access to databases, and networks.
codes! {
    /// 403: the project has the maximum number of database users.
    GROUP_USERS_LIMIT_EXCEEDED,
    /// 404: the project has no database user with this name.
    USERNAME_NOT_FOUND,
    /// 404: the project has no such custom role.
    ATLAS_CUSTOM_ROLE_NOT_FOUND,
    /// 403: the access list of the project has the maximum number of entries.
    ATLAS_NETWORK_PERMISSIONS_LIMIT_EXCEEDED,
    /// 404: the access list of the project has no such entry.
    ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND,
    /// 404: the project has no network container with this id.
    CLOUD_PROVIDER_CONTAINER_NOT_FOUND,
    /// 404: the project has no peering connection with this id.
    PEER_NOT_FOUND,
    /// The project has no private endpoint service with this id.
    PRIVATE_ENDPOINT_SERVICE_NOT_FOUND,
    /// 409: the project has a private endpoint service in this region.
    PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION,
}

// Monitoring, billing, and other services.
codes! {
    /// 400: an alert configuration has both `threshold` and `metricThreshold`.
    DUPLICATE_THRESHOLD_FIELD,
    /// 400: an alert configuration needs a notification.
    MISSING_NOTIFICATIONS,
    /// 404: the project has no such alert.
    ALERT_NOT_FOUND,
    /// 404: the project has no such alert configuration.
    ALERT_CONFIG_NOT_FOUND,
    /// 404: the project has no such event.
    EVENT_NOT_FOUND,
    /// 404: the project has no process with this id.
    HOST_NOT_FOUND,
    /// 404: the project has no process with this host name and port.
    HOSTNAME_AND_PORT_NOT_FOUND,
    /// 404: the organization has no such invoice.
    INVOICE_NOT_FOUND,
    /// 404: the project has no integration of this kind.
    INTEGRATION_NOT_CONFIGURED,
    /// 409: the project has an integration of this kind.
    INTEGRATION_ALREADY_CONFIGURED,
    /// 404: the organization has no such resource policy.
    RESOURCE_POLICY_NOT_FOUND,
    /// The project has no federated database instance with this name.
    DATA_FEDERATION_TENANT_NOT_FOUND_FOR_NAME,
    /// 400: the stream processor can't do this. The detail of the error says why.
    STREAM_PROCESSOR_GENERIC_ERROR,
    /// 403: a workspace with stream processors can't be deleted.
    STREAM_TENANT_HAS_STREAM_PROCESSORS,
    /// 404: the workspace has no connection with this name.
    STREAM_CONNECTION_NOT_FOUND_FOR_NAME,
    /// 404: the project has no workspace for stream processing with this name.
    STREAM_TENANT_NOT_FOUND_FOR_NAME,
}
