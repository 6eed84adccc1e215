#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# One topic of `scripts/demo --all`, in a process of its own that ends everything it started. Started by scripts/demo.
set -euo pipefail

demo=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$demo/../../.." && pwd)
# shellcheck source=../log.sh
source "$demo/../log.sh"
# shellcheck source=../sample-repository.sh
source "$demo/../sample-repository.sh"
# shellcheck source=../suite.sh
source "$demo/../suite.sh"
for part in frame samples service github unleash railway; do
    # shellcheck source=/dev/null
    source "$demo/$part.sh"
done

# As in setup.sh, of which a topic needs nothing else.
tools_folder() { echo "${SELFHEAL_TOOLS:-$repository/.build-tools}"; }

topic_place=${demo_place:?is set by scripts/demo}/$1
mkdir -p "$topic_place"
trap stop_started EXIT
trap 'exit 143' TERM INT
# shellcheck source=/dev/null
source "$demo/boxes/$1.sh"
