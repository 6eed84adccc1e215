# shellcheck shell=bash disable=SC2034,SC2154
# An Unleash on loopback: the stand-in from outside where it is there, else our own small one. Also what railway.sh needs of it.

services_kit=$repository/../shared/fakes/services

# Sets services_python, the interpreter of the stand-ins from outside.
ensure_services_python() {
    local place
    place=$(tools_folder)/services-stand-in
    services_python=$place/bin/python
    [[ ! -x $services_python ]] || return 0
    python3 -m venv "$place"
    # What the servers need, by the README beside them.
    "$place/bin/pip" install --quiet "graphql-core>=3.2,<3.4" "jsonschema>=4.20,<5"
}

# start_unleash: sets unleash_url, unleash_admin_token, unleash_frontend_token.
start_unleash() {
    unleash_admin_token=admin-token unleash_frontend_token=frontend-token
    if [[ ! -d $services_kit ]]; then
        start "$topic_place/unleash.out" node "$repository/Tests/EndToEndTests/Fakes/unleash.mjs"
        unleash_url=$(first_line "$topic_place/unleash.out")
        unleash_url=${unleash_url#listening on }
        return
    fi
    ensure_services_python
    printf '{"unleash": {"tokens": {"%s": {"type": "admin", "name": "demo"},
        "%s": {"type": "frontend", "project": "default", "environment": "production"}}}}' \
        $unleash_admin_token $unleash_frontend_token >"$topic_place/unleash.json"
    start "$topic_place/unleash.out" "$services_python" "$services_kit/serve.py" --only --unleash 0 --config "$topic_place/unleash.json"
    unleash_url=$(first_line "$topic_place/unleash.out" | json it.unleash)
}
