import './define/presence.js';
