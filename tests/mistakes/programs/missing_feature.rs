use atlas_api::database_users;

fn main() {
    let _ = database_users::list_database_users("32b6e34b3d91647abb20e7b8");
}
