import vue from '@vitejs/plugin-vue';

const isCustomElement = (tag) => tag === 'video-room';
export default { plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] };
