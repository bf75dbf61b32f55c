import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'node_modules'] },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'max-lines': ['error', 450],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  // The other rules of the plugin speak of React's compiler, which Preact does not have.
  { files: ['console/**'], rules: reactHooks.configs.recommended.rules },
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: { URL: 'readonly' }, parserOptions: { projectService: false } }, extends: [tseslint.configs.disableTypeChecked] },
);
