# shellcheck shell=bash disable=SC2034,SC2154
# A GitHub on loopback: the stand-in from outside, which validates every request, where it is there; else our own small one.

github_kit=$repository/../shared/fakes/github

# start_github NAME FOLDER: with the repository in FOLDER as NAME; sets github_url, github_token and github_place (a line of
# selfheal.yaml that says where it is cloned from).
start_github() {
    github_name=$1
    if [[ -d $github_kit ]]; then
        start_github_kit "$2"
    else
        github_bare=$topic_place/${1//\//-}.git
        sample_git "$2" clone --quiet --bare . "$github_bare"
        start "$topic_place/github.out" node "$repository/Tests/EndToEndTests/Fakes/github.mjs" "$github_name" "$github_bare"
        github_url=$(first_line "$topic_place/github.out")
        github_url=${github_url#listening on }
        github_token=demo-token
        github_place="path: $(quoted "$github_bare")"
    fi
}

start_github_kit() {
    local python facts
    python=$(tools_folder)/github-stand-in
    if [[ ! -x $python/bin/python ]]; then
        python3 -m venv "$python"
        "$python/bin/pip" install --quiet --requirement "$github_kit/requirements.txt"
    fi
    start "$topic_place/github.out" "$python/bin/python" "$github_kit/server.py" --data "$topic_place/github"
    facts=$(first_line "$topic_place/github.out")
    github_url=$(json it.url <<<"$facts")
    github_token=$(json 'it.tokens[0]' <<<"$facts")
    github_place="clone: $github_url/$github_name.git"
    github_control user "{\"login\": \"${github_name%/*}\", \"type\": \"Organization\"}"
    github_control repo "{\"owner\": \"${github_name%/*}\", \"name\": \"${github_name#*/}\", \"from\": $(quoted "$1")}"
}

github_control() {
    curl --silent --show-error --fail --output /dev/null --header 'Content-Type: application/json' --data "$2" \
        "$github_url/_control/$1"
}

# What the service needs to know to find it.
github_environment() {
    printf '%s\n' "GITHUB_TOKEN=$github_token" "GITHUB_API_URL=$github_url" "GITHUB_SERVER_URL=$github_url"
}

# github_api PATH [MEDIA-TYPE [BODY]]: of the repository; with a body by POST.
github_api() {
    local body=()
    [[ -z ${3:-} ]] || body=(--header 'Content-Type: application/json' --data "$3")
    curl --silent --show-error --fail --header "Authorization: token $github_token" --header 'User-Agent: demo' \
        --header "Accept: application/vnd.github.${2:-}+json" "${body[@]}" "$github_url/repos/$github_name$1"
}

# The pull requests, as JSON: number, title, draft, head.ref, base.ref, labels.
pull_requests() { github_api '/pulls?state=all&per_page=100'; }

# pull_request_files NUMBER: one a line.
pull_request_files() {
    if [[ -d $github_kit ]]; then
        github_api "/pulls/$1/files" | json 'it.map((file) => file.filename).join("\n")'
    else
        sample_git "$github_bare" diff --name-only "$(pull_requests | json "it[$1 - 1].base.ref + '...' + it[$1 - 1].head.ref")"
    fi
}
