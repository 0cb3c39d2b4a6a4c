// What a component needs around it in a test: the styles.
import './styles/main.css';
