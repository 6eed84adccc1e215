# shellcheck shell=bash disable=SC2034,SC2154
# A Railway on loopback: the stand-in from outside, which validates every request by Railway's schema, where it is there; else our
# own small one.

# start_railway COMMAND...: one that runs COMMAND when a deployment of shop/production/api comes up; sets railway_url, railway_token.
start_railway() {
    railway_token=account-token
    if [[ ! -d $services_kit ]]; then
        start "$topic_place/railway.out" node "$repository/Tests/EndToEndTests/Fakes/railway.mjs" "$@"
        railway_url=$(first_line "$topic_place/railway.out")
        railway_url=${railway_url#listening on }
        return
    fi
    ensure_services_python
    node -e 'const [, token, state, ...run] = process.argv;
        console.log(JSON.stringify({ railway: { hooks: { api: { run, env: { PATH: process.env.PATH, PORCH_STATE: state } } } } }));' \
        -- "$railway_token" "$PORCH_STATE" "$@" >"$topic_place/railway.json"
    start "$topic_place/railway.out" "$services_python" "$services_kit/serve.py" --only --railway 0 --config "$topic_place/railway.json"
    railway_url=$(first_line "$topic_place/railway.out" | json it.railway)/graphql/v2
    railway_token=acct-token-0001
}
