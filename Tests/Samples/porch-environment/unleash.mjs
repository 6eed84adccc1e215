// The one flag of the app, by Unleash's admin and frontend API.
export const flag = ({ url, adminToken, frontendToken, project, environment, name }) => {
  const features = `${url}/api/admin/projects/${project}/features`;
  const call = async (address, method, body) => {
    const answer = await fetch(address, {
      method, headers: { authorization: adminToken, 'content-type': 'application/json' }, body: body && JSON.stringify(body),
    });
    if (!answer.ok && answer.status !== 409) throw new Error(`Unleash: ${method} ${address} answers ${answer.status}`);
  };
  return {
    create: () => call(features, 'POST', { name, type: 'release' }),
    turn: (state) => call(`${features}/${name}/environments/${environment}/${state}`, 'POST'),
    isOn: async () => {
      const answer = await fetch(`${url}/api/frontend`, { headers: { authorization: frontendToken } });
      return (await answer.json()).toggles.some((toggle) => toggle.name === name && toggle.enabled);
    },
  };
};
