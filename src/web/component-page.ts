// What a component needs around it in a test: the styles, and Zod as the page sets it up.
import './zod-config.ts';
import './styles/main.css';
